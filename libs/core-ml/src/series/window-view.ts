import { type WindowPreprocessing } from '@lintel/contracts';

/** How windows of series are read, whatever is asked about them. */
export interface WindowView extends Pick<WindowPreprocessing, 'time' | 'series' | 'signals' | 'features'> {
  /** A column of true values; absent if there is none. */
  readonly target?: string;
  /** The time between two values, in the unit of `ReadSeries`; null: each row is a step. */
  readonly step: number | null;
  /** Steps from the newest row to the time that is asked about. Default: 0. */
  readonly horizon?: number;
}
