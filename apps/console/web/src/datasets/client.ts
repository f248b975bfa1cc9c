import { type DatasetExample } from '@lintel/console-contract';
import { type Label } from '@lintel/contracts';
import { api } from '../api';

const PAGE = 200;

/** Newest first. */
export async function fetchDatasets(name: string, signal: AbortSignal) {
  const { items } = await api.get('/v1/models/{name}/datasets', { params: { path: { name } }, signal });
  return items;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * Newest first, including withdrawn ones.
 * @param count at most 200 are in one answer; more are requested page by page
 */
export async function fetchLabels(name: string, count: number, signal: AbortSignal): Promise<Page<Label>> {
  return pageByPage<Label>(count, (query) =>
    api.get('/v1/models/{name}/labels', { params: { path: { name }, query }, signal }),
  );
}

/** The examples of a dataset version that people labelled, sorted by their input. */
export async function fetchExamples(
  name: string,
  id: string,
  count: number,
  signal: AbortSignal,
): Promise<Page<DatasetExample>> {
  return pageByPage<DatasetExample>(count, (query) =>
    api.get('/v1/models/{name}/datasets/{id}/examples', { params: { path: { name, id }, query }, signal }),
  );
}

async function pageByPage<Item>(
  count: number,
  load: (query: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<Page<Item>> {
  let page: Page<Item> = { items: [], nextCursor: null };
  do {
    const limit = Math.min(PAGE, count - page.items.length);
    const next = await load({ limit, ...(page.nextCursor === null ? {} : { cursor: page.nextCursor }) });
    page = { items: [...page.items, ...next.items], nextCursor: next.nextCursor };
  } while (page.nextCursor !== null && page.items.length < count);
  return page;
}
