import { type Label } from '@lintel/contracts';
import { api } from '../api';

const PAGE = 200;

/** Newest first. */
export async function fetchDatasets(name: string, signal: AbortSignal) {
  const { items } = await api.get('/v1/models/{name}/datasets', { params: { path: { name } }, signal });
  return items;
}

export interface LabelPage {
  readonly items: readonly Label[];
  readonly nextCursor: string | null;
}

/**
 * Newest first, including withdrawn ones.
 * @param count at most 200 are in one answer; more are requested page by page
 */
export async function fetchLabels(name: string, count: number, signal: AbortSignal): Promise<LabelPage> {
  let page: LabelPage = { items: [], nextCursor: null };
  do {
    const query = {
      limit: Math.min(PAGE, count - page.items.length),
      ...(page.nextCursor === null ? {} : { cursor: page.nextCursor }),
    };
    const next: LabelPage = await api.get('/v1/models/{name}/labels', { params: { path: { name }, query }, signal });
    page = { items: [...page.items, ...next.items], nextCursor: next.nextCursor };
  } while (page.nextCursor !== null && page.items.length < count);
  return page;
}
