import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#kernel";
import { smtpSettingsOf } from "./mail-settings.ts";
import { readSettings } from "./read-settings.ts";

test("mail is off unless it is set, and TLS is required unless it is said otherwise", () => {
  assert.equal(smtpSettingsOf(readSettings("", "server.yaml").mail), undefined);
  const text = "mail:\n  smtp: smtp://mail.example.com\n  from: Plimsoll <p@example.com>\n";
  const settings = smtpSettingsOf(readSettings(text, "server.yaml").mail);
  assert.deepEqual(
    [settings?.place.host, settings?.place.port, settings?.from.name, settings?.tls],
    ["mail.example.com", 587, "Plimsoll", "required"],
  );
});

test("a reference that leads nowhere stops the start, and no secret is printed", () => {
  const faultOf = (smtp: string): string => {
    const text = `mail:\n  smtp: ${smtp}\n  from: p@example.com\n`;
    try {
      smtpSettingsOf(readSettings(text, "server.yaml").mail);
      return "";
    } catch (error) {
      assert.ok(error instanceof Refusal);
      return error.detail;
    }
  };
  assert.match(faultOf("{env: PLIMSOLL_NO_SUCH_VARIABLE}"), /PLIMSOLL_NO_SUCH_VARIABLE, which is not set/);
  assert.match(faultOf("{file: /no/such/file}"), /ENOENT/);
  const wrong = faultOf("http://user:hunter2@example.com");
  assert.match(wrong, /no address of an SMTP server/);
  assert.ok(!wrong.includes("hunter2"));
  assert.match(faultOf("{name: x}"), /must be \{env: NAME\}/);
});
