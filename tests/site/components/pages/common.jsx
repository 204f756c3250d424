// What a page says of its own state, for a workflow to read.
export const State = (values) => (
  <dl>
    {Object.entries(values).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd data-testid={name}>{String(value ?? "")}</dd>
      </div>
    ))}
  </dl>
);

export const PEOPLE = Array.from({ length: 24 }, (_, n) => ({ key: n + 1, number: n + 1, name: `Person ${n + 1}` }));
