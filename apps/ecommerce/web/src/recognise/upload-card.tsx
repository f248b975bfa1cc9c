'use client';

import { PictureCard, PredictionCard, ProblemAlert, RetryIcon, useLanguage } from '@lintel/ui';
import { Button, CloseButton, Progress } from '@mantine/core';
import { usePictureTroubleWriter } from '../api/trouble-writer';
import { useText } from '../language/text';
import { VerdictControl } from '../verdict/verdict-control';
import { isRetryable, type Upload } from './uploads';
import { useUploads } from './uploads-provider';
import classes from './recognise.module.css';

/** One picture: its progress, its answer, or why there is none. */
export function UploadCard({ upload }: { readonly upload: Upload }) {
  const text = useText().recognise;
  const { format } = useLanguage();
  const { remove, retry, judge } = useUploads();
  const write = usePictureTroubleWriter();
  const { id, name, preview, state } = upload;
  const card = {
    picture: preview,
    name,
    corner: <CloseButton size="sm" aria-label={text.remove(name)} onClick={() => remove([id])} />,
  };

  if (state.kind === 'recognised') {
    const { prediction, latencyMs, model } = state.recognition;
    return (
      <PredictionCard
        {...card}
        prediction={prediction}
        facts={[text.latency(format.milliseconds(latencyMs)), model.name]}
        footer={<VerdictControl recognition={state.recognition} onJudged={(recognition) => judge(id, recognition)} />}
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
  const words = state.kind === 'waiting' ? text.waiting : share < 1 ? text.sending : text.recognising;
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
