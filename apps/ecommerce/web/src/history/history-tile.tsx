'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { CheckIcon, EyeIcon, Picture, useLanguage } from '@lintel/ui';
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { thumbnailAddress } from '../api/client';
import { useText } from '../language/text';
import classes from './history.module.css';

export interface HistoryTileProps {
  readonly recognition: Recognition;
  /** It came while somebody looked. */
  readonly fresh: boolean;
  readonly onOpen: () => void;
}

export function HistoryTile({ recognition, fresh, onOpen }: HistoryTileProps) {
  const text = useText().history;
  const { format } = useLanguage();
  const { id, fileName, createdAt, prediction, verdict } = recognition;
  return (
    <UnstyledButton className={classes['tile']} data-fresh={fresh || undefined} onClick={onOpen} aria-haspopup="dialog">
      <Picture address={thumbnailAddress(id)} alt={fileName} className={classes['thumbnail'] ?? ''} />
      <span className={classes['answer']}>
        <span className={classes['className']}>{prediction.className}</span>
        <span className={classes['probability']} data-unsure={prediction.unsure || undefined}>
          {prediction.unsure && (
            <>
              <EyeIcon size={14} />
              <VisuallyHidden>{text.unsure}</VisuallyHidden>
            </>
          )}
          {format.percent(prediction.probability, 0)}
        </span>
      </span>
      {verdict !== null && (
        <span
          className={classes['verdict']}
          data-wrong={verdict.className !== prediction.className || undefined}
          title={text.verdictBy(verdict.author)}
        >
          <CheckIcon size={14} />
          {verdict.className === prediction.className ? text.checkedRight : text.checkedAs(verdict.className)}
        </span>
      )}
      <span className={classes['when']}>
        {fresh && <span className={classes['fresh']}>{text.fresh}</span>}
        {format.dateTime(createdAt)}
      </span>
    </UnstyledButton>
  );
}
