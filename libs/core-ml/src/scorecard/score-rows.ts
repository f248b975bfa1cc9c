import { type Scorecard } from '@lintel/contracts';
import { featureValues, type FeatureMatrix } from '../tables/feature-matrix';
import { assignBins } from './assign-bins';
import { pointsScale } from './fit-scorecard';

export interface ScoredRows {
  /** float64 [rows, columns of the card] */
  readonly points: Float64Array;
  /** float64 [rows]: the sum of the points. */
  readonly scores: Float64Array;
  /** float64 [rows]: the probability of the event, computed from the score. */
  readonly probabilities: Float64Array;
}

/** Scores the rows of a feature matrix that has the columns of the training. */
export function scoreRows(card: Scorecard, matrix: FeatureMatrix): ScoredRows {
  const width = card.columns.length;
  const points = new Float64Array(matrix.rows * width);
  const scores = new Float64Array(matrix.rows);
  card.columns.forEach((column, index) => {
    const source = matrix.columns.findIndex(({ name }) => name === column.name);
    assignBins(column, featureValues(matrix, source)).forEach((bin, row) => {
      const value = column.bins[bin]!.points;
      points[row * width + index] = value;
      scores[row]! += value;
    });
  });
  const { factor, offset } = pointsScale(card.scaling);
  const probabilities = scores.map((score) => 1 / (1 + Math.exp((score - offset) / factor)));
  return { points, scores, probabilities };
}

/** What one column adds to the score of a row. */
export interface ScorecardReason {
  readonly column: string;
  /** The label of the row's bin. */
  readonly bin: string;
  readonly points: number;
  /** Mean points of the training rows. */
  readonly meanPoints: number;
  /** The most points that the column gives. */
  readonly mostPoints: number;
}

/** The exact reasons of a score: the points of each column, those that cost the row the most against the mean first. */
export function scorecardReasons(card: Scorecard, matrix: FeatureMatrix, row: number): ScorecardReason[] {
  return card.columns
    .map((column) => {
      const source = matrix.columns.findIndex(({ name }) => name === column.name);
      const [bin] = assignBins(column, featureValues(matrix, source).subarray(row, row + 1));
      const rows = column.bins.reduce((sum, one) => sum + one.rows, 0);
      return {
        column: column.name,
        bin: column.bins[bin!]!.label,
        points: column.bins[bin!]!.points,
        meanPoints: column.bins.reduce((sum, one) => sum + (one.points * one.rows) / rows, 0),
        mostPoints: Math.max(...column.bins.map(({ points }) => points)),
      };
    })
    .sort((one, other) => one.points - one.meanPoints - (other.points - other.meanPoints));
}
