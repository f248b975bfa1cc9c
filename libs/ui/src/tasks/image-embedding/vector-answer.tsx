'use client';

import { Copyable } from '../../page/copyable';
import { FactsList } from '../../page/facts-list';
import { useLanguage, useMessages } from '../../language/language-provider';
import { Picture } from '../../pictures/picture';
import { type AnswerProps } from '../task-view';
import { VECTOR_WORDS } from './vector-words';
import { describeVector } from './describe-vector';
import classes from './vector-answer.module.css';

/** The size and the length of a vector, the spread of its values, and the values themselves on request. */
export function VectorAnswer({ answer: { vector }, picture }: AnswerProps<'image-embedding'>) {
  const { format } = useLanguage();
  const text = useMessages(VECTOR_WORDS);
  const { norm, smallest, largest, mean } = describeVector(vector);
  return (
    <div className={classes['answer']}>
      {picture !== undefined && <Picture address={picture} alt={text.picture} />}
      <p className={classes['size']}>{text.size(format.integer(vector.length))}</p>
      <FactsList
        facts={[
          [text.norm, format.decimal(norm)],
          [text.range, text.rangeValue(format.decimal(smallest), format.decimal(largest))],
          [text.mean, format.decimal(mean)],
        ]}
      />
      <p className={classes['meaning']}>{text.meaning}</p>
      <details>
        <summary>{text.values}</summary>
        <div className={classes['values']}>
          <Copyable value={JSON.stringify(vector)} label={text.vector} />
        </div>
      </details>
    </div>
  );
}
