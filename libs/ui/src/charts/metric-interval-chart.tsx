'use client';

import { type CSSProperties } from 'react';
import { useUiMessages } from '../language/language-provider';
import { ChartFigure } from './chart-figure';
import classes from './metric-interval-chart.module.css';
import { niceAxis, type NiceAxis } from './nice-axis';

export interface MetricInterval {
  readonly name: string;
  readonly value: number;
  /** Ends of the interval; null if it isn't known. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface MetricIntervalChartProps {
  readonly title: string;
  readonly summary: string;
  /** At least one. */
  readonly rows: readonly MetricInterval[];
  readonly write: (value: number) => string;
  /** Bounds of the axis. Default: a share, [0, 1]. */
  readonly within?: readonly [low: number, high: number];
  /** A reference value for all rows, such as no difference. */
  readonly reference?: number;
}

/** Each value as a dot on its interval, one below another on one axis, so that overlapping intervals are visible. */
export function MetricIntervalChart(props: MetricIntervalChartProps) {
  const { title, summary, rows, write, within = [0, 1], reference } = props;
  const text = useUiMessages().curve;
  const values = rows.flatMap(({ value, interval }) =>
    interval === null ? [value] : [interval.low, value, interval.high],
  );
  const axis = niceAxis(reference === undefined ? values : [...values, reference], within);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      columns={[text.name, text.value, text.low, text.high]}
      rows={rows.map(({ name, value, interval }) => [
        name,
        write(value),
        interval === null ? '–' : write(interval.low),
        interval === null ? '–' : write(interval.high),
      ])}
    >
      <div className={classes['chart']}>
        {rows.map((row, index) => (
          <Row key={index} row={row} axis={axis} write={write} reference={reference} />
        ))}
        <span />
        <div className={classes['axis']}>
          {axis.ticks.map((tick) => (
            <span key={tick} style={at(tick, axis)}>
              {write(tick)}
            </span>
          ))}
        </div>
        <span />
      </div>
    </ChartFigure>
  );
}

interface RowProps {
  readonly row: MetricInterval;
  readonly axis: NiceAxis;
  readonly write: (value: number) => string;
  readonly reference: number | undefined;
}

function Row({ row: { name, value, interval }, axis, write, reference }: RowProps) {
  return (
    <>
      <span className={classes['name']} title={name}>
        {name}
      </span>
      <div className={classes['track']}>
        {axis.ticks.map((tick) => (
          <i key={tick} className={classes['tick']} style={at(tick, axis)} />
        ))}
        {reference !== undefined && <i className={classes['reference']} style={at(reference, axis)} />}
        {interval !== null && (
          <i
            className={classes['interval']}
            style={{
              ...at(interval.low, axis),
              width: `${(share(interval.high, axis) - share(interval.low, axis)) * 100}%`,
            }}
          />
        )}
        <i className={classes['dot']} style={at(value, axis)} />
      </div>
      <span className={classes['value']}>{write(value)}</span>
    </>
  );
}

function share(value: number, { low, high }: NiceAxis): number {
  return (value - low) / (high - low);
}

function at(value: number, axis: NiceAxis): CSSProperties {
  return { left: `${share(value, axis) * 100}%` };
}
