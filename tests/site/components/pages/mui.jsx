import { useState } from "react";
import { createRoot } from "react-dom/client";
import {
  Autocomplete, Button, Checkbox, Container, Dialog, DialogActions, DialogTitle, FormControl, FormControlLabel,
  InputLabel, Link, Menu, MenuItem, Pagination, Select, Switch, Tab, Table, TableBody, TableCell, TableHead, TableRow,
  Tabs, TextField, Tooltip,
} from "@mui/material";
import { PEOPLE, State } from "./common";

const SIZE = 10;
const WARDS = ["Cardiology", "Dermatology", "Neurology", "Radiology"];

const People = () => {
  const [page, setPage] = useState(1);
  return (
    <>
      <Table aria-label="People">
        <TableHead><TableRow><TableCell>Number</TableCell><TableCell>Name</TableCell></TableRow></TableHead>
        <TableBody>
          {PEOPLE.slice((page - 1) * SIZE, page * SIZE).map(({ number, name }) => (
            <TableRow key={number}><TableCell>{number}</TableCell><TableCell>{name}</TableCell></TableRow>
          ))}
        </TableBody>
      </Table>
      <Pagination count={Math.ceil(PEOPLE.length / SIZE)} page={page} onChange={(_, to) => setPage(to)} />
    </>
  );
};

const Page = () => {
  const [name, setName] = useState(""), [country, setCountry] = useState(""), [ward, setWard] = useState(null);
  const [urgent, setUrgent] = useState(false), [agreed, setAgreed] = useState(false), [tab, setTab] = useState(0);
  const [isOpen, setOpen] = useState(false), [decision, setDecision] = useState(""), [anchor, setAnchor] = useState(null);
  const [chosen, setChosen] = useState(""), [file, setFile] = useState(""), [code, setCode] = useState("");
  const [sent, setSent] = useState(""), [sure, setSure] = useState("");
  const decide = (what) => () => { setDecision(what); setOpen(false); };
  const choose = (what) => () => { setChosen(what); setAnchor(null); };
  return (
    <Container>
      <h1>Patients</h1>
      <TextField label="Name" value={name} onChange={(e) => setName(e.target.value)}
        onKeyDown={(e) => e.key === "Enter" && setSent(name)} />
      <TextField label="Code" value={code} onChange={(e) => setCode(e.target.value)} />
      <FormControl fullWidth>
        <InputLabel id="country-label">Country</InputLabel>
        <Select labelId="country-label" label="Country" value={country} onChange={(e) => setCountry(e.target.value)}>
          <MenuItem value="de">Germany</MenuItem>
          <MenuItem value="fr">France</MenuItem>
          <MenuItem value="it">Italy</MenuItem>
        </Select>
      </FormControl>
      <Autocomplete options={WARDS} value={ward} onChange={(_, to) => setWard(to)}
        renderInput={(parameters) => <TextField {...parameters} label="Ward" />} />
      <FormControlLabel label="Urgent" control={<Switch checked={urgent} onChange={(e) => setUrgent(e.target.checked)} />} />
      <FormControlLabel label="Agreed" control={<Checkbox checked={agreed} onChange={(e) => setAgreed(e.target.checked)} />} />
      <Tooltip title="Patients of today"><Button>Help</Button></Tooltip>
      <Button onClick={(e) => setAnchor(e.currentTarget)}>Actions</Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={() => setAnchor(null)}>
        <MenuItem onClick={choose("archive")}>Archive</MenuItem>
        <MenuItem onClick={choose("merge")}>Merge</MenuItem>
      </Menu>
      <Button onClick={() => setOpen(true)}>Discharge</Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)}>
        <DialogTitle>Discharge the patient?</DialogTitle>
        <DialogActions>
          <Button onClick={decide("no")}>Not yet</Button>
          <Button onClick={decide("yes")}>Discharge now</Button>
        </DialogActions>
      </Dialog>
      <Button onClick={() => setSure(confirm("Sure?") ? "yes" : "no")}>Ask me</Button>
      <Button component="label">
        Letter
        <input type="file" hidden onChange={(e) => setFile(e.target.files[0].name)} />
      </Button>
      <Button href="/report.csv">Report</Button>
      <Link href="/inner.html" target="_blank">Notes</Link>
      <Tabs value={tab} onChange={(_, to) => setTab(to)}><Tab label="Visits" /><Tab label="People" /></Tabs>
      {tab === 0 ? <p>No visits</p> : <People />}
      <iframe title="Note" src="/inner.html" />
      <State {...{ name, country, ward, urgent, agreed, decision, chosen, file, code, sent, sure }} />
    </Container>
  );
};

createRoot(document.getElementById("root")).render(<Page />);
