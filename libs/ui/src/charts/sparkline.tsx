import classes from './sparkline.module.css';

export interface SparklineProps {
  /** Null if there is no value: the line is broken there. */
  readonly values: readonly (number | null)[];
  /** Minimum value at the top of the drawing. */
  readonly atLeast: number;
  /** A horizontal line, such as a threshold. */
  readonly reference?: number;
}

const WIDTH = 120;
const HEIGHT = 28;
const INSET = 2;

/** A small chart of a number over time, for a table that contains the number itself. */
export function Sparkline({ values, atLeast, reference }: SparklineProps) {
  const top = Math.max(atLeast, ...values.map((value) => value ?? 0));
  const y = (value: number): number => HEIGHT - INSET - (value / top) * (HEIGHT - 2 * INSET);
  const x = (index: number): number =>
    values.length < 2 ? WIDTH / 2 : INSET + (index / (values.length - 1)) * (WIDTH - 2 * INSET);
  const path = values
    .map((value, index) => {
      if (value === null) return '';
      const begins = index === 0 || values[index - 1] === null;
      return `${begins ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
  const last = values.at(-1) ?? null;
  return (
    <svg
      className={classes['line']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      {reference !== undefined && reference <= top && (
        <line className={classes['reference']} x1={0} x2={WIDTH} y1={y(reference)} y2={y(reference)} />
      )}
      <path d={path} />
      {last !== null && <circle cx={x(values.length - 1)} cy={y(last)} r={2.5} />}
    </svg>
  );
}
