/** What an API is promised until somebody says otherwise: written down, so that it can be read and changed. */
export function defaultObjectives(api: string): string {
  return `# What ${api} promises. Manual: docs/manual/objectives-file.md
apis:
  ${api}:
    window: 30 days
    perClient: true
    objectives:
      availability: 99.9%
`;
}
