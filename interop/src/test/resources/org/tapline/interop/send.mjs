// Sends a file with nodemailer: send.mjs PACKAGES PORT CA USER FILE RECIPIENT...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [packages, port, authority, user, name, ...recipients] = process.argv.slice(2);
const nodemailer = createRequire(packages + "/")("nodemailer");
const server = nodemailer.createTransport({
  host: "localhost",
  port: Number(port),
  secure: true,
  tls: { ca: readFileSync(authority) },
  auth: { user, pass: "pw" },
});
const sent = await server.sendMail({
  envelope: { from: user, to: recipients },
  raw: readFileSync(name),
});
server.close();
if (sent.rejected.length > 0) {
  throw new Error("refused: " + sent.rejected);
}
