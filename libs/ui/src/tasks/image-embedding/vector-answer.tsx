'use client';

import { useLanguage, useMessages } from '../../language/language-provider';
import { Picture } from '../../pictures/picture';
import { type AnswerProps } from '../task-view';
import { VECTOR_WORDS } from './vector-words';
import classes from './vector-answer.module.css';

const SHOWN_VALUES = 8;

/** The size of a vector and its first values: what it means shows only in a search. */
export function VectorAnswer({ answer: { vector }, picture }: AnswerProps<'image-embedding'>) {
  const { format } = useLanguage();
  const text = useMessages(VECTOR_WORDS);
  return (
    <div className={classes['answer']}>
      {picture !== undefined && <Picture address={picture} alt={text.picture} />}
      <p className={classes['size']}>{text.size(format.integer(vector.length))}</p>
      <ol className={classes['values']} aria-label={text.firstValues}>
        {vector.slice(0, SHOWN_VALUES).map((value, at) => (
          <li key={at}>{format.decimal(value)}</li>
        ))}
        {vector.length > SHOWN_VALUES && <li aria-hidden="true">…</li>}
      </ol>
    </div>
  );
}
