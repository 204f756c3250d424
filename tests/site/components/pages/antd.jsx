import { useState } from "react";
import { createRoot } from "react-dom/client";
import {
  Button, Checkbox, DatePicker, Dropdown, Form, Input, Modal, Select, Switch, Table, Tabs, Tooltip, Typography, Upload,
} from "antd";
import { PEOPLE, State } from "./common";

const WARDS = Array.from({ length: 80 }, (_, n) => ({ value: `w${n + 1}`, label: `Ward number ${n + 1}` }));
const COUNTRIES = [{ value: "de", label: "Germany" }, { value: "fr", label: "France" }, { value: "it", label: "Italy" }];
const COLUMNS = [
  { title: "Number", dataIndex: "number", sorter: (one, other) => one.number - other.number },
  { title: "Name", dataIndex: "name" },
];

const Page = () => {
  const [values, setValues] = useState({}), [isOpen, setOpen] = useState(false);
  const set = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const items = ["archive", "merge"].map((key) => ({ key, label: key[0].toUpperCase() + key.slice(1) }));
  const tabs = [
    { key: "visits", label: "Visits", children: <p>No visits</p> },
    { key: "people", label: "People", children: <Table columns={COLUMNS} dataSource={PEOPLE} /> },
  ];
  return (
    <div style={{ padding: 24 }}>
      <h1>Patients</h1>
      <Form layout="vertical">
        <Form.Item label="Name" htmlFor="name">
          <Input id="name" onChange={(e) => set("name")(e.target.value)} onPressEnter={(e) => set("sent")(e.target.value)} />
        </Form.Item>
        <Form.Item label="Country" htmlFor="country">
          <Select id="country" options={COUNTRIES} onChange={set("country")} />
        </Form.Item>
        <Form.Item label="Ward" htmlFor="ward">
          <Select id="ward" options={WARDS} showSearch={{ optionFilterProp: "label" }} onChange={set("ward")} />
        </Form.Item>
        <Form.Item label="Visit" htmlFor="visit">
          <DatePicker id="visit" onChange={(_, text) => set("visit")(text)} />
        </Form.Item>
        <Form.Item label="Code"><Input.OTP length={6} onChange={set("code")} /></Form.Item>
        <Form.Item label="Urgent" htmlFor="urgent"><Switch id="urgent" onChange={set("urgent")} /></Form.Item>
        <Checkbox onChange={(e) => set("agreed")(e.target.checked)}>Agreed</Checkbox>
      </Form>
      <Tooltip title="Patients of today"><Button>Help</Button></Tooltip>
      <Dropdown menu={{ items, onClick: ({ key }) => set("chosen")(key) }}><Button>Actions</Button></Dropdown>
      <Button onClick={() => setOpen(true)}>Discharge</Button>
      <Modal title="Discharge the patient?" open={isOpen} okText="Discharge now" cancelText="Not yet"
        onOk={() => { set("decision")("yes"); setOpen(false); }} onCancel={() => { set("decision")("no"); setOpen(false); }} />
      <Button onClick={() => set("sure")(prompt("Why?"))}>Ask me</Button>
      <Upload beforeUpload={(file) => { set("file")(file.name); return false; }}><Button>Letter</Button></Upload>
      <Button href="/report.csv">Report</Button>
      <Typography.Link href="/inner.html" target="_blank">Notes</Typography.Link>
      <Tabs items={tabs} />
      <iframe title="Note" src="/inner.html" />
      <State {...values} />
    </div>
  );
};

createRoot(document.getElementById("root")).render(<Page />);
