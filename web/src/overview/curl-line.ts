/** A line for a shell that sends one record of now; `token` undefined leaves its place named. */
export function curlLine(origin: string, api: string, token: string | undefined): string {
  const record = `{"at":"'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'","api":"${api}","operation":"GET /hello","client":"my-first-client","status":200,"durationMs":12}`;
  return [
    `curl ${origin}/intake/v1/records \\`,
    `  -H 'Authorization: Bearer ${token ?? "INTAKE_TOKEN"}' \\`,
    `  -H 'Content-Type: application/x-ndjson' \\`,
    `  -d '${record}'`,
  ].join("\n");
}
