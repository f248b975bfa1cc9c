'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import {
  ChevronLeftIcon,
  ChevronRightIcon,
  DangerButton,
  FactsList,
  PredictionSummary,
  ProbabilityBars,
  TrashIcon,
  namedPrediction,
  useLanguage,
  useShortcuts,
} from '@lintel/ui';
import { ActionIcon, Drawer } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { namedVerdict, useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { CHECK_KEYS } from '../verdict/class-keys';
import { VerdictControl } from '../verdict/verdict-control';
import classes from './history.module.css';
import { RecognitionPicture } from './recognition-picture';

export interface RecognitionDrawerProps {
  /** Null: closed. */
  readonly recognition: Recognition | null;
  readonly onClose: () => void;
  /** Null: there is none. */
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
  /** A verdict was set or withdrawn. */
  readonly onJudged: (recognition: Recognition) => void;
  /** Null: not permitted. */
  readonly onRemove: ((recognition: Recognition) => void) | null;
}

/** All details of one recognised picture. The arrow keys, N and P move to the others. */
export function RecognitionDrawer({
  recognition,
  onClose,
  onPrevious,
  onNext,
  onJudged,
  onRemove,
}: RecognitionDrawerProps) {
  const text = useText().history;
  useHotkeys(
    recognition === null
      ? []
      : [
          ['ArrowLeft', () => onPrevious?.()],
          ['ArrowRight', () => onNext?.()],
        ],
  );
  useShortcuts(
    recognition === null
      ? []
      : [
          { keys: CHECK_KEYS.next, label: text.detail.next, run: () => onNext?.() },
          { keys: CHECK_KEYS.previous, label: text.detail.previous, run: () => onPrevious?.() },
        ],
    { over: true },
  );
  return (
    <Drawer opened={recognition !== null} onClose={onClose} position="right" size={440} title={text.detail.title}>
      {recognition !== null && (
        <div className={classes['detail']}>
          <RecognitionPicture recognition={recognition} className={classes['large'] ?? ''} />
          <Answer recognition={recognition} />
          <VerdictControl key={recognition.id} recognition={recognition} onJudged={onJudged} withKeys withButtons />
          <Facts recognition={recognition} />
          <div className={classes['actions']}>
            {onRemove !== null && (
              <DangerButton
                variant="default"
                leftSection={<TrashIcon size={18} />}
                onClick={() => onRemove(recognition)}
              >
                {text.remove}
              </DangerButton>
            )}
            <ActionIcon.Group>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={text.detail.previous}
                disabled={onPrevious === null}
                onClick={() => onPrevious?.()}
              >
                <ChevronLeftIcon />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={text.detail.next}
                disabled={onNext === null}
                onClick={() => onNext?.()}
              >
                <ChevronRightIcon />
              </ActionIcon>
            </ActionIcon.Group>
          </div>
        </div>
      )}
    </Drawer>
  );
}

function Answer({ recognition }: { readonly recognition: Recognition }) {
  const nameOf = useClassName();
  const named = namedPrediction(recognition.prediction, nameOf);
  const verdict = namedVerdict(recognition, nameOf);
  return (
    <>
      <PredictionSummary prediction={named} verdict={verdict} />
      <ProbabilityBars top={named.top} unsure={named.unsure && verdict === null} />
    </>
  );
}

function Facts({ recognition }: { readonly recognition: Recognition }) {
  const text = useText().history.detail;
  const { format } = useLanguage();
  const facts: (readonly [string, string])[] = [
    [text.file, recognition.fileName],
    [text.size, text.sizeValue(format.integer(recognition.width), format.integer(recognition.height))],
    [text.when, format.dateTime(recognition.createdAt)],
    [text.model, recognition.model.name],
    [text.latency, format.milliseconds(recognition.latencyMs)],
  ];
  return (
    <div className={classes['facts']}>
      <FactsList narrow facts={facts} />
    </div>
  );
}
