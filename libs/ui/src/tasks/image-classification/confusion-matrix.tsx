'use client';

import { SegmentedControl } from '@mantine/core';
import { useState, type CSSProperties } from 'react';
import { useLanguage, useMessages } from '../../language/language-provider';
import { CHART_WORDS } from './chart-words';
import { cellColours } from './matrix-colours';
import classes from './confusion-matrix.module.css';

export interface ConfusionMatrixProps {
  /** Counts; row: true class, column: predicted class. */
  readonly matrix: readonly (readonly number[])[];
  readonly classNames: readonly string[];
}

/** The confusion matrix as an HTML table, coloured as a heat map. */
export function ConfusionMatrix({ matrix, classNames }: ConfusionMatrixProps) {
  const text = useMessages(CHART_WORDS).matrix;
  const [shown, setShown] = useState('counts');
  return (
    <div>
      <div className={classes['bar']}>
        <Legend />
        <SegmentedControl
          size="xs"
          value={shown}
          onChange={setShown}
          aria-label={text.show}
          data={[
            { value: 'counts', label: text.counts },
            { value: 'shares', label: text.shares },
          ]}
        />
      </div>
      {/* It scrolls sideways, so it must be focusable by keyboard. */}
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={text.caption}>
        <table className={classes['matrix']}>
          <caption>{text.caption}</caption>
          <thead>
            <tr>
              <th rowSpan={2} scope="col" className={classes['corner']}>
                {text.trueClass}
              </th>
              <th colSpan={classNames.length} scope="colgroup" className={classes['answer']}>
                {text.predictedClass}
              </th>
            </tr>
            <tr>
              {classNames.map((name) => (
                <th key={name} scope="col" className={classes['column']}>
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, truth) => (
              <Row
                key={classNames[truth]}
                row={row}
                truth={truth}
                classNames={classNames}
                shares={shown === 'shares'}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: readonly number[];
  readonly truth: number;
  readonly classNames: readonly string[];
  readonly shares: boolean;
}

function Row({ row, truth, classNames, shares }: RowProps) {
  const { format } = useLanguage();
  const text = useMessages(CHART_WORDS).matrix;
  const total = row.reduce((sum, count) => sum + count, 0);
  const trueClass = classNames[truth] ?? '';
  return (
    <tr>
      <th scope="row" className={classes['row']}>
        {trueClass}
      </th>
      {row.map((count, predicted) => {
        const share = total === 0 ? 0 : count / total;
        return (
          <td
            key={classNames[predicted]}
            data-zero={count === 0 || undefined}
            title={text.cell(format.integer(count), trueClass, classNames[predicted] ?? '')}
            style={cellStyle(share, truth === predicted)}
          >
            {shares ? format.percent(share, share > 0 && share < 0.1 ? 1 : 0) : format.integer(count)}
          </td>
        );
      })}
    </tr>
  );
}

function cellStyle(share: number, right: boolean): CSSProperties {
  const [light, dark] = [cellColours(share, right, 'light'), cellColours(share, right, 'dark')];
  const variables: Record<`--${string}`, string> = {
    '--bg-light': light.background,
    '--text-light': light.text,
    '--bg-dark': dark.background,
    '--text-dark': dark.text,
  };
  return variables;
}

function Legend() {
  const text = useMessages(CHART_WORDS).matrix;
  return (
    <div className={classes['legend']} aria-hidden="true">
      <span className={classes['swatch']} data-kind="right" /> {text.right}
      <span className={classes['swatch']} data-kind="wrong" /> {text.wrong}
    </div>
  );
}
