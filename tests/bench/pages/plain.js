// The same list as plain as it can be: one request, one table, no framework.

const ROLES = { 1: "Administrator", 2: "User" };

const key = decodeURIComponent(location.hash.slice(1));
const answer = await fetch("/platforms/portainer/api/users", {
  headers: { "X-API-KEY": key },
  credentials: "omit",
  cache: "no-store",
});
if (!answer.ok) throw new Error(`the list was refused: ${answer.status}`);
const accounts = await answer.json();
accounts.sort((a, b) => a.Username.localeCompare(b.Username));

const rows = document.createDocumentFragment();
for (const account of accounts) {
  const row = document.createElement("tr");
  row.dataset.row = account.Id;
  for (const text of [account.Username, ROLES[account.Role] ?? account.Role]) {
    const cell = document.createElement("td");
    cell.textContent = text;
    row.append(cell);
  }
  rows.append(row);
}
document.querySelector("tbody").append(rows);
