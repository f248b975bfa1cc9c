import { LintelError, type ProbabilityCalibrator } from '@lintel/contracts';

const SMALLEST_PROBABILITY = 1e-12;

/**
 * Fits Platt scaling: a logistic regression of the answer on the log odds, with the targets of Platt 1999 that keep it
 * from certainty, by Newton's method (Lin, Lin & Weng 2007).
 * @param probabilities held-out predictions of the positive class
 * @param positive 1 or 0 for each; both occur
 * @throws LintelError DATASET_INVALID
 */
export function fitPlatt(probabilities: ArrayLike<number>, positive: ArrayLike<number>): ProbabilityCalibrator {
  const { hits, misses } = countKinds(probabilities, positive);
  const [high, low] = [(hits + 1) / (hits + 2), 1 / (misses + 2)];
  const odds = Float64Array.from(probabilities, logOdds);
  let slope = 0;
  let intercept = Math.log((hits + 1) / (misses + 1));
  const lossOf = (a: number, b: number): number => {
    let sum = 0;
    odds.forEach((x, row) => {
      const score = a * x + b;
      sum += Math.max(0, score) + Math.log1p(Math.exp(-Math.abs(score))) - (positive[row] ? high : low) * score;
    });
    return sum;
  };
  for (let iteration = 0; iteration < 100; iteration++) {
    let [g1, g2, h11, h12, h22] = [0, 0, 1e-12, 0, 1e-12];
    odds.forEach((x, row) => {
      const p = 1 / (1 + Math.exp(-(slope * x + intercept)));
      const gap = p - (positive[row] ? high : low);
      const weight = p * (1 - p);
      g1 += gap * x;
      g2 += gap;
      h11 += weight * x * x;
      h12 += weight * x;
      h22 += weight;
    });
    if (Math.abs(g1) < 1e-9 * odds.length && Math.abs(g2) < 1e-9 * odds.length) break;
    const determinant = h11 * h22 - h12 * h12;
    const steps = [(h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant] as const;
    const before = lossOf(slope, intercept);
    let part = 1;
    while (part > 1e-10 && lossOf(slope - part * steps[0], intercept - part * steps[1]) > before) part /= 2;
    slope -= part * steps[0];
    intercept -= part * steps[1];
  }
  return { method: 'platt', slope, intercept };
}

/**
 * Fits isotonic regression of the answer on the probability by pooling adjacent violators (Ayer et al. 1955; Zadrozny &
 * Elkan 2002).
 * @throws LintelError DATASET_INVALID
 */
export function fitIsotonic(probabilities: ArrayLike<number>, positive: ArrayLike<number>): ProbabilityCalibrator {
  countKinds(probabilities, positive);
  const order = Array.from({ length: probabilities.length }, (_, row) => row).sort(
    (one, other) => probabilities[one]! - probabilities[other]!,
  );
  const pools: { from: number; to: number; sum: number; rows: number }[] = [];
  for (const row of order) {
    const probability = probabilities[row]!;
    const last = pools.at(-1);
    // Equal probabilities always get the same answer.
    if (last?.from === last?.to && last?.to === probability) {
      last.sum += positive[row]!;
      last.rows++;
    } else pools.push({ from: probability, to: probability, sum: positive[row]!, rows: 1 });
  }
  const merged: typeof pools = [];
  for (const pool of pools) {
    merged.push({ ...pool });
    for (;;) {
      const [before, after] = [merged.at(-2), merged.at(-1)!];
      if (!before || before.sum / before.rows < after.sum / after.rows) break;
      merged.splice(-2, 2, {
        from: before.from,
        to: after.to,
        sum: before.sum + after.sum,
        rows: before.rows + after.rows,
      });
    }
  }
  const points = merged.flatMap(({ from, to, sum, rows }) =>
    (from === to ? [from] : [from, to]).map((probability) => ({ probability, calibrated: sum / rows })),
  );
  return { method: 'isotonic', points };
}

/** The calibrated probabilities: float64, in [0, 1]. */
export function calibrate(calibrator: ProbabilityCalibrator, probabilities: ArrayLike<number>): Float64Array {
  if (calibrator.method === 'platt') {
    const { slope, intercept } = calibrator;
    return Float64Array.from(probabilities, (p) => 1 / (1 + Math.exp(-(slope * logOdds(p) + intercept))));
  }
  const { points } = calibrator;
  return Float64Array.from(probabilities, (p) => {
    const next = points.findIndex(({ probability }) => probability >= p);
    if (next <= 0) return (next === 0 ? points[0] : points.at(-1))!.calibrated;
    const [one, other] = [points[next - 1]!, points[next]!];
    const share = (p - one.probability) / (other.probability - one.probability);
    return one.calibrated + share * (other.calibrated - one.calibrated);
  });
}

function logOdds(probability: number): number {
  const inside = Math.min(1 - SMALLEST_PROBABILITY, Math.max(SMALLEST_PROBABILITY, probability));
  return Math.log(inside / (1 - inside));
}

function countKinds(probabilities: ArrayLike<number>, positive: ArrayLike<number>): { hits: number; misses: number } {
  const hits = Array.from(positive).filter((value) => value === 1).length;
  const misses = positive.length - hits;
  if (hits > 0 && misses > 0 && probabilities.length === positive.length) return { hits, misses };
  throw new LintelError('DATASET_INVALID', {
    problem: 'Probabilities cannot be calibrated on these rows.',
    expected: 'held-out rows of both classes, with one probability each',
    received: `${probabilities.length} probabilities, ${hits} rows with and ${misses} without the class`,
    cure: 'Hold out more rows.',
  });
}
