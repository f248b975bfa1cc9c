import { type DatasetVersion, type Label } from '@lintel/contracts';
import { request } from '@lintel/ui';

const dataOf = (modelName: string): string => `/v1/models/${encodeURIComponent(modelName)}`;

/** Newest first. */
export async function fetchDatasets(modelName: string, signal: AbortSignal): Promise<readonly DatasetVersion[]> {
  const { items } = await request<{ readonly items: DatasetVersion[] }>(`${dataOf(modelName)}/datasets`, { signal });
  return items;
}

export interface LabelPage {
  readonly items: readonly Label[];
  readonly nextCursor: string | null;
}

/**
 * Newest first, those taken back as well.
 * @param count at most 200 come in one answer; more are asked for page by page
 */
export async function fetchLabels(modelName: string, count: number, signal: AbortSignal): Promise<LabelPage> {
  let page: LabelPage = { items: [], nextCursor: null };
  do {
    const query = new URLSearchParams({ limit: String(Math.min(PAGE, count - page.items.length)) });
    if (page.nextCursor !== null) query.set('cursor', page.nextCursor);
    const next: LabelPage = await request<LabelPage>(`${dataOf(modelName)}/labels?${query.toString()}`, { signal });
    page = { items: [...page.items, ...next.items], nextCursor: next.nextCursor };
  } while (page.nextCursor !== null && page.items.length < count);
  return page;
}

const PAGE = 200;
