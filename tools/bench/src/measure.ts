import { type Contender, type PreparedBench } from './bench';

export interface MeasureOptions {
  /** Number of recorded rounds; one more before them is the warm-up. */
  readonly rounds: number;
  /** Each contender runs at least this long in a round. */
  readonly turnMs: number;
  /** Clock in milliseconds, monotonic. Default: performance.now. */
  readonly now?: () => number;
  readonly onRound?: (round: number) => void;
  /**
   * Returns the number of cores that are busy while no contender runs; called before and after the turns of a group.
   * Default: none.
   */
  readonly busyCores?: () => Promise<number>;
  /** Called when turns were discarded because the machine had other work, and are repeated. */
  readonly onDisturbed?: (busyCores: number) => void;
}

/** If other work uses more than this share of a core before or after the turns of a group, they don't count. */
const MOST_BUSY_CORES = 0.25;
/** A machine that never gets quiet is measured anyway after this many attempts. */
const MOST_TRIES = 4;

export interface BenchResult {
  readonly rounds: number;
  /** Units per second, by `group:contender`; and the values of probes, in the unit in their name. */
  readonly medians: Readonly<Record<string, number>>;
  /** Speed of the first contender divided by that of another, by `group:first/other`: above 1, the first is faster. */
  readonly ratios: Readonly<Record<string, number>>;
}

/**
 * Alternates the contenders of each group, in reversed order every other round, so that other load on the machine
 * affects all of them. A ratio is the median of the ratios of the rounds.
 */
export async function measure({ groups, probes = {} }: PreparedBench, options: MeasureOptions): Promise<BenchResult> {
  const { rounds, turnMs, now = () => performance.now(), onRound } = options;
  const keys = groups.flatMap(({ name: group, contenders }) =>
    Object.keys(contenders).map((name) => `${group}:${name}`),
  );
  const speeds = new Map<string, number[]>(keys.map((key) => [key, []]));
  const probed = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1) {
    onRound?.(round);
    for (const { name: group, contenders } of groups) {
      const turns = Object.entries(contenders);
      if (round % 2 === 1) turns.reverse();
      // The first round fills caches and lets the engines compile.
      if (round === 0) await takeTurns(turns, turnMs, now);
      else {
        for (const [name, speed] of await undisturbed(() => takeTurns(turns, turnMs, now), options))
          speeds.get(`${group}:${name}`)?.push(speed);
      }
    }
    for (const [probe, take] of Object.entries(probes)) {
      for (const [name, value] of Object.entries(await take())) {
        const key = `${probe}:${name}`;
        if (round > 0) probed.set(key, [...(probed.get(key) ?? []), value]);
      }
    }
  }
  const medians = Object.fromEntries([...speeds, ...probed].map(([key, values]) => [key, median(values)]));
  return { rounds, medians, ratios: ratiosOf(groups, speeds) };
}

/** Repeats the turns if the machine had other work meanwhile. */
async function undisturbed<T>(
  take: () => Promise<T>,
  { busyCores = () => Promise.resolve(0), onDisturbed }: MeasureOptions,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const before = await busyCores();
    const taken = await take();
    const busy = Math.max(before, await busyCores());
    if (busy <= MOST_BUSY_CORES || tries === MOST_TRIES) return taken;
    onDisturbed?.(busy);
  }
}

type Turns = readonly (readonly [name: string, contender: Contender])[];

/** @returns units per second by name */
async function takeTurns(turns: Turns, turnMs: number, now: () => number): Promise<Map<string, number>> {
  const speeds = new Map<string, number>();
  for (const [name, contender] of turns) speeds.set(name, await takeTurn(contender, turnMs, now));
  return speeds;
}

/** @returns units per second */
async function takeTurn(contender: Contender, turnMs: number, now: () => number): Promise<number> {
  const startedAt = now();
  let runs = 0;
  let elapsedMs = 0;
  while (elapsedMs < turnMs) {
    await contender.run();
    runs += 1;
    elapsedMs = now() - startedAt;
  }
  return (runs * contender.units * 1000) / elapsedMs;
}

function ratiosOf(
  groups: PreparedBench['groups'],
  speeds: ReadonlyMap<string, readonly number[]>,
): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { name: group, contenders } of groups) {
    const [first, ...others] = Object.keys(contenders);
    for (const other of others) {
      const theirs = speeds.get(`${group}:${other}`) ?? [];
      const pairs = (speeds.get(`${group}:${first}`) ?? []).map((speed, round) => speed / (theirs[round] ?? NaN));
      ratios[`${group}:${first}/${other}`] = median(pairs);
    }
  }
  return ratios;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? NaN)) / 2;
}
