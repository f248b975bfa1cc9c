'use client';

import { type Headline } from '@lintel/contracts';
import { useUiMessages } from '../language/language-provider';
import classes from './figure-value.module.css';
import { useFigures } from './use-figures';

/** A figure with its interval beside it; a dash if the version does not have it. */
export function FigureValue({ figure }: { readonly figure: Headline | undefined }) {
  const text = useUiMessages().tasks;
  const { write } = useFigures();
  if (figure === undefined) return '–';
  const { value, interval } = figure;
  if (interval === null) return write(figure, value);
  const [low, high] = [write(figure, interval.low), write(figure, interval.high)];
  return (
    <>
      {write(figure, value)}
      <small className={classes['interval']} title={text.interval(low, high)}>
        {`${low} – ${high}`}
      </small>
    </>
  );
}
