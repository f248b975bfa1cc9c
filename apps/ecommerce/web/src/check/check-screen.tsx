'use client';

import {
  CheckIcon,
  ChevronLeftIcon,
  ChevronRightIcon,
  PageHead,
  PredictionSummary,
  ProbabilityBars,
  StateMessage,
  TroubleMessage,
  namedPrediction,
  useLanguage,
  useShortcuts,
} from '@lintel/ui';
import { Button, Kbd } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { namedVerdict, useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { RecognitionPicture } from '../history/recognition-picture';
import { CHECK_KEYS } from '../verdict/class-keys';
import { VerdictControl } from '../verdict/verdict-control';
import classes from './check.module.css';
import { leftToCheck } from './queue';
import { useQueue, type QueueControls } from './use-queue';

/** The unsure pictures, one after another: a verdict leads to the next one. */
export function CheckScreen() {
  const text = useText().check;
  const controls = useQueue(useSearchParams().get('id'));
  const { queue, reload } = controls;
  const id = queue.items[queue.index]?.id;
  useEffect(() => {
    // A reload continues with the same picture.
    if (id !== undefined) window.history.replaceState(null, '', `/check/?id=${id}`);
  }, [id]);
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      {queue.kind === 'loading' && <StateMessage kind="loading" />}
      {queue.kind === 'failed' && queue.trouble !== null && <TroubleMessage trouble={queue.trouble} onRetry={reload} />}
      {queue.kind === 'ready' && <Current controls={controls} />}
    </>
  );
}

function Current({ controls: { queue, judged, move, reload } }: { readonly controls: QueueControls }) {
  const text = useText().check;
  const { format } = useLanguage();
  const nameOf = useClassName();
  const recognition = queue.items[queue.index];
  const left = leftToCheck(queue);
  useShortcuts(
    [
      { keys: CHECK_KEYS.next, label: text.skip, run: () => move(1) },
      { keys: CHECK_KEYS.previous, label: text.back, run: () => move(-1) },
    ],
    { over: true },
  );
  const back = (
    <Button
      variant="default"
      leftSection={<ChevronLeftIcon size={18} />}
      rightSection={<Kbd size="xs">{CHECK_KEYS.previous}</Kbd>}
      disabled={queue.index === 0}
      onClick={() => move(-1)}
    >
      {text.back}
    </Button>
  );
  if (recognition === undefined) {
    return (
      <StateMessage
        kind="empty"
        icon={<CheckIcon size={26} />}
        title={left === 0 ? text.doneTitle : text.skippedTitle(left, format.integer(left))}
        actions={
          <>
            {queue.items.length > 0 && back}
            {left > 0 ? (
              <Button onClick={reload}>{text.again}</Button>
            ) : (
              <Button component={Link} href="/">
                {text.recognise}
              </Button>
            )}
          </>
        }
      >
        <p>{left === 0 ? text.doneBody : text.skippedBody}</p>
      </StateMessage>
    );
  }
  const { prediction, fileName } = recognition;
  const verdict = namedVerdict(recognition, nameOf);
  const named = namedPrediction(prediction, nameOf);
  return (
    <article className={classes['check']} aria-label={fileName}>
      <div className={classes['look']}>
        <RecognitionPicture recognition={recognition} className={classes['picture'] ?? ''} />
      </div>
      <div className={classes['body']}>
        <p className={classes['where']} role="status">
          <span className={classes['file']}>{fileName}</span>
          <span>
            {text.left(left, format.integer(left))}
            {queue.nextCursor !== null && '+'}
          </span>
        </p>
        <PredictionSummary prediction={named} verdict={verdict} />
        <ProbabilityBars top={named.top} unsure={prediction.unsure && verdict === null} />
        <VerdictControl recognition={recognition} onJudged={judged} withKeys withButtons />
        <div className={classes['moves']}>
          {back}
          <Button
            variant="default"
            leftSection={<ChevronRightIcon size={18} />}
            rightSection={<Kbd size="xs">{CHECK_KEYS.next}</Kbd>}
            onClick={() => move(1)}
          >
            {text.skip}
          </Button>
        </div>
      </div>
    </article>
  );
}

/** Content of the exported page, which doesn't know the picture in the address. */
export function CheckFallback() {
  const text = useText().check;
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <StateMessage kind="loading" />
    </>
  );
}
