'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { CheckIcon, EyeIcon, Picture, useLanguage } from '@lintel/ui';
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { thumbnailAddress } from '../api/client';
import { useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import classes from './history.module.css';

export interface HistoryTileProps {
  readonly recognition: Recognition;
  /** It arrived while the person was watching. */
  readonly fresh: boolean;
  /** Whether it is selected for a verdict; null: a click opens it. */
  readonly selected: boolean | null;
  readonly onOpen: () => void;
}

export function HistoryTile({ recognition, fresh, selected, onOpen }: HistoryTileProps) {
  const text = useText().history;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const { id, fileName, createdAt, prediction, verdict } = recognition;
  const corrected = verdict !== null && verdict.className !== prediction.className;
  const unsure = prediction.unsure && verdict === null;
  return (
    <UnstyledButton
      className={classes['tile']}
      data-fresh={fresh || undefined}
      data-selected={selected === true || undefined}
      onClick={onOpen}
      {...(selected === null ? { 'aria-haspopup': 'dialog' as const } : { 'aria-pressed': selected })}
    >
      <Picture address={thumbnailAddress(id)} alt={fileName} className={classes['thumbnail'] ?? ''} />
      <span className={classes['answer']}>
        <span className={classes['className']}>{nameOf(corrected ? verdict.className : prediction.className)}</span>
        {!corrected && (
          <span className={classes['probability']} data-unsure={unsure || undefined}>
            {unsure && (
              <>
                <EyeIcon size={14} />
                <VisuallyHidden>{text.unsure}</VisuallyHidden>
              </>
            )}
            {format.percent(prediction.probability, 0)}
          </span>
        )}
      </span>
      {verdict !== null && (
        <span className={classes['verdict']} data-wrong={corrected || undefined} title={text.verdictBy(verdict.author)}>
          <CheckIcon size={14} />
          {corrected ? text.answeredAs(nameOf(prediction.className)) : text.checkedRight}
        </span>
      )}
      <span className={classes['when']}>
        {fresh && <span className={classes['fresh']}>{text.fresh}</span>}
        {format.dateTime(createdAt)}
      </span>
    </UnstyledButton>
  );
}
