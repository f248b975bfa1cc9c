import { type AuditFilter } from '../addresses';
import { api } from '../api';

/** The maximum page size of the api. */
const LARGEST_PAGE = 200;

export interface AuditQuery extends AuditFilter {
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string;
}

/** The free text is not sent: the api cannot search for it. */
export function fetchAudit({ text: _text, ...query }: AuditQuery, signal: AbortSignal) {
  return api.get('/v1/audit', { params: { query }, signal });
}
export type AuditPage = Awaited<ReturnType<typeof fetchAudit>>;
export type AuditEntry = AuditPage['items'][number];

/** The newest entries: the given number of pages as one. */
export async function fetchAuditPages(
  filter: AuditFilter,
  { pages, pageSize }: { readonly pages: number; readonly pageSize: number },
  signal: AbortSignal,
): Promise<AuditPage> {
  let whole: AuditPage = await fetchAudit({ ...filter, limit: pageSize }, signal);
  for (let page = 1; page < pages && whole.nextCursor !== null; page += 1) {
    const next: AuditPage = await fetchAudit({ ...filter, limit: pageSize, cursor: whole.nextCursor }, signal);
    whole = { items: [...whole.items, ...next.items], nextCursor: next.nextCursor };
  }
  return whole;
}

/**
 * Reads page after page, up to a limit of entries.
 * @param onProgress receives the number of entries read
 * @returns `nextCursor` is not null if there are more
 */
export async function fetchAuditUpTo(
  filter: AuditFilter,
  most: number,
  onProgress: (read: number) => void,
  signal: AbortSignal,
): Promise<AuditPage> {
  const items: AuditEntry[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null && items.length < most) {
    const limit = Math.min(LARGEST_PAGE, most - items.length);
    const page: AuditPage = await fetchAudit({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) }, signal);
    items.push(...page.items);
    cursor = page.nextCursor;
    onProgress(items.length);
  }
  return { items, nextCursor: cursor ?? null };
}

export function verifyAudit() {
  return api.get('/v1/audit/verification');
}
