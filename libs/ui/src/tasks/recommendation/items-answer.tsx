'use client';

import { type RecommendedItem } from '@lintel/contracts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useMessages } from '../../language/language-provider';
import { StatusBadge } from '../../state/status-badge';
import { type AnswerProps, type NameOf } from '../task-view';
import { ANSWER_WORDS } from './answer-words';
import classes from './items-answer.module.css';

const SHOWN_ITEMS = 10;
const SHOWN_REASONS = 3;

/** The recommended items, the best first, each with the items of the history that speak for it. */
export function ItemsAnswer({ answer, nameOf }: AnswerProps<'recommendation'>) {
  const { format } = useLanguage();
  const text = useMessages(ANSWER_WORDS);
  const [all, setAll] = useState(false);
  const shown = all ? answer.items : answer.items.slice(0, SHOWN_ITEMS);
  return (
    <div className={classes['answer']}>
      {answer.unsure && (
        <p className={classes['note']}>
          <StatusBadge tone="warn">{text.unsure}</StatusBadge>
          {text.unsureHint}
        </p>
      )}
      <ol className={classes['items']} aria-label={text.items}>
        {shown.map((item) => (
          <Item key={item.item} item={item} nameOf={nameOf} />
        ))}
      </ol>
      {shown.length < answer.items.length && (
        <Button className={classes['more'] ?? ''} size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {text.more(format.integer(answer.items.length - shown.length))}
        </Button>
      )}
      {answer.unknown.length > 0 && (
        <p className={classes['note']}>{text.unknown(format.list(answer.unknown.map(nameOf)))}</p>
      )}
    </div>
  );
}

function Item({ item, nameOf }: { readonly item: RecommendedItem; readonly nameOf: NameOf }) {
  const { format } = useLanguage();
  const text = useMessages(ANSWER_WORDS);
  const listed = (items: readonly { readonly item: string }[]): string =>
    format.list(items.slice(0, SHOWN_REASONS).map((one) => nameOf(one.item)));
  const reasons = item.reasons.filter(({ contribution }) => contribution > 0);
  return (
    <li className={classes['item']}>
      <span className={classes['name']}>{nameOf(item.item)}</span>
      <span className={classes['why']}>
        {item.like !== undefined
          ? text.like(listed(item.like))
          : reasons.length > 0
            ? text.because(listed(reasons))
            : text.popular}
      </span>
      <span className={classes['score']}>{format.decimal(item.score)}</span>
    </li>
  );
}
