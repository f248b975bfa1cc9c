/** The histories of users: which items they had, in order of time. Each item occurs once in a history. */
export interface Interactions {
  readonly userIds: readonly string[];
  /** The catalogue; an item's position here is its number everywhere else. */
  readonly itemIds: readonly string[];
  /** [users + 1]: the history of user u is from `starts[u]` to `starts[u + 1]`. */
  readonly starts: Int32Array;
  /** Items by number, oldest first within a user. */
  readonly items: Int32Array;
  /** What each interaction counts; positive. */
  readonly weights: Float32Array;
  /** Seconds since 1970, or the position in a sequence; null if the order is unknown. */
  readonly times: Float64Array | null;
}

/** A history, oldest item first. */
export interface History {
  readonly items: Int32Array;
  readonly weights: Float32Array;
}

export const userCount = ({ starts }: Interactions): number => starts.length - 1;

/** @returns views of the history of a user */
export function historyOf({ starts, items, weights }: Interactions, user: number): History {
  const [from, to] = [starts[user]!, starts[user + 1]!];
  return { items: items.subarray(from, to), weights: weights.subarray(from, to) };
}

/** How many users had each item. */
export function usersPerItem({ itemIds, items }: Pick<Interactions, 'itemIds' | 'items'>): Int32Array {
  const users = new Int32Array(itemIds.length);
  for (const item of items) users[item]!++;
  return users;
}

/**
 * Some of the interactions; users keep their number, also if nothing is left of their history.
 * @param kept [interactions]: 1 for those that stay
 */
export function takeInteractions(all: Interactions, kept: Uint8Array): Interactions {
  const starts = new Int32Array(all.starts.length);
  const rows: number[] = [];
  for (let user = 0; user < userCount(all); user++) {
    for (let row = all.starts[user]!; row < all.starts[user + 1]!; row++) if (kept[row] === 1) rows.push(row);
    starts[user + 1] = rows.length;
  }
  const { times } = all;
  return {
    ...{ userIds: all.userIds, itemIds: all.itemIds, starts },
    items: Int32Array.from(rows, (row) => all.items[row]!),
    weights: Float32Array.from(rows, (row) => all.weights[row]!),
    times: times && Float64Array.from(rows, (row) => times[row]!),
  };
}
