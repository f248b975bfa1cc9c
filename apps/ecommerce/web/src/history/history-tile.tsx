'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { EyeIcon, Picture, useLanguage } from '@lintel/ui';
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { thumbnailAddress } from '../api/client';
import { useText } from '../language/text';
import classes from './history.module.css';

export interface HistoryTileProps {
  readonly recognition: Recognition;
  readonly onOpen: () => void;
}

export function HistoryTile({ recognition, onOpen }: HistoryTileProps) {
  const text = useText().history;
  const { format } = useLanguage();
  const { id, fileName, createdAt, prediction } = recognition;
  return (
    <UnstyledButton className={classes['tile']} onClick={onOpen} aria-haspopup="dialog">
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
      <span className={classes['when']}>{format.dateTime(createdAt)}</span>
    </UnstyledButton>
  );
}
