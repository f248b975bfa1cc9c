'use client';

import { PictureCard, PredictionCard, ProblemAlert, RetryIcon, namedPrediction, useLanguage } from '@lintel/ui';
import { Button, CloseButton, Progress } from '@mantine/core';
import { usePictureTroubleWriter } from '../api/trouble-writer';
import { namedVerdict, useClassName } from '../classes/use-class-name';
import { useText } from '../language/text';
import { VerdictControl } from '../verdict/verdict-control';
import { isRetryable, type Upload } from './uploads';
import { useUploads } from './uploads-provider';
import classes from './recognise.module.css';

export interface UploadCardProps {
  readonly upload: Upload;
  /** The shortcuts apply to this picture. */
  readonly active: boolean;
}

/** One picture: its progress, its answer, or why there is none. */
export function UploadCard({ upload, active }: UploadCardProps) {
  const text = useText().recognise;
  const { format } = useLanguage();
  const { remove, retry, judge } = useUploads();
  const write = usePictureTroubleWriter();
  const nameOf = useClassName();
  const { id, name, preview, state } = upload;
  const card = {
    picture: preview,
    name,
    corner: <CloseButton size="sm" aria-label={text.remove(name)} onClick={() => remove([id])} />,
  };

  if (state.kind === 'recognised') {
    const { recognition } = state;
    return (
      <PredictionCard
        {...card}
        prediction={namedPrediction(recognition.prediction, nameOf)}
        verdict={namedVerdict(recognition, nameOf)}
        facts={[text.latency(format.milliseconds(recognition.latencyMs)), recognition.model.name]}
        footer={<VerdictControl recognition={recognition} onJudged={(judged) => judge(id, judged)} withKeys={active} />}
      />
    );
  }
  if (state.kind === 'refused') {
    return (
      <PictureCard {...card}>
        <ProblemAlert
          problem={write(state.trouble)}
          {...(isRetryable(upload)
            ? {
                actions: (
                  <Button size="xs" variant="default" leftSection={<RetryIcon size={16} />} onClick={() => retry(id)}>
                    {text.retry}
                  </Button>
                ),
              }
            : {})}
        />
      </PictureCard>
    );
  }
  const share = state.kind === 'sending' ? state.share : 0;
  const words =
    state.kind === 'restoring'
      ? text.restoring
      : state.kind === 'waiting'
        ? text.waiting
        : share < 1
          ? text.sending
          : text.recognising;
  return (
    <PictureCard {...card}>
      <div className={classes['progress']}>
        <p>{words}</p>
        <Progress.Root size="sm">
          <Progress.Section value={share * 100} animated={share === 1} aria-label={`${name}: ${words}`} />
        </Progress.Root>
      </div>
    </PictureCard>
  );
}
