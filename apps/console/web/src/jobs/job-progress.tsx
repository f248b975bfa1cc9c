'use client';

import { type JobProgress } from '@lintel/contracts';
import { useLanguage } from '@lintel/ui';
import { Progress } from '@mantine/core';
import { useText } from '../language/text';
import classes from './job-progress.module.css';

/** The progress of a job: a bar, the current step, and the remaining time. */
export function JobProgressBar({ progress }: { readonly progress: JobProgress | null }) {
  const words = useProgressWords(progress);
  const share = progress?.share ?? null;
  return (
    <div className={classes['progress']}>
      <Progress.Root size="sm">
        <Progress.Section value={(share ?? 1) * 100} animated={share === null} aria-label={words} />
      </Progress.Root>
      <p className={classes['words']}>{words}</p>
    </div>
  );
}

function useProgressWords(progress: JobProgress | null): string {
  const text = useText().jobs;
  const { format } = useLanguage();
  if (progress === null) return text.starting;
  const { stage, share, epoch, epochs, secondsLeft } = progress;
  const stages: Readonly<Record<string, string>> = text.stages;
  return [
    stages[stage] ?? stage,
    ...(epoch === null || epochs === null ? [] : [text.epochOf(format.integer(epoch), format.integer(epochs))]),
    ...(share === null ? [] : [format.percent(share, 0)]),
    ...(secondsLeft === null ? [] : [text.timeLeft(format.duration(secondsLeft))]),
  ].join(' · ');
}
