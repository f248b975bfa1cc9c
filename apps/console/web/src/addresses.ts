/** Addresses of the pages. A static export has no path parameters, so the state of a page is in the query. */

const page = (path: string, parameters: Readonly<Record<string, string | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
};

export interface JobsFilter {
  readonly status?: string;
  readonly kind?: string;
  readonly model?: string;
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly vertical?: string;
  readonly outcome?: 'done' | 'refused' | 'failed';
  /** Searched in the loaded entries; not sent to the api. */
  readonly text?: string;
}

export const addressOf = {
  jobs: ({ status, kind, model }: JobsFilter = {}): string => page('/jobs/', { status, kind, model }),
  job: (id: string): string => page('/jobs/', { id }),
  schedules: (): string => page('/schedules/', {}),
  models: (): string => page('/models/', {}),
  model: (name: string): string => page('/models/', { name }),
  version: (id: string): string => page('/version/', { id }),
  compare: (versionIds: readonly string[]): string => page('/compare/', { versions: versionIds.join(',') }),
  /** @param version id of the dataset version to show; default: the newest */
  datasets: (model?: string, version?: string): string => page('/datasets/', { model, version }),
  drift: (model?: string): string => page('/drift/', { model }),
  streams: (): string => page('/streams/', {}),
  /** The dead letters of a consumer group. */
  deadLetters: (group: string): string => page('/streams/', { group }),
  alerts: (): string => page('/alerts/', {}),
  /** @param show `keys`: API keys of machines */
  accounts: (show?: 'keys'): string => page('/accounts/', { show }),
  audit: ({ actor, action, subject, vertical, outcome, text }: AuditFilter = {}): string =>
    page('/audit/', { actor, action, subject, vertical, outcome, text }),
  /** @param state `all`: including decided ones */
  approvals: (state?: 'all'): string => page('/approvals/', { state }),
  /** The subject of a lookup is never in an address, because browsers and proxies keep addresses. */
  privacy: (): string => page('/privacy/', {}),
};
