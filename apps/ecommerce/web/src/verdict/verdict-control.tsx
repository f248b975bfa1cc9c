'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { CheckIcon, useShortcuts } from '@lintel/ui';
import { Button, Select } from '@mantine/core';
import { useMay } from '../access/use-may';
import { useText } from '../language/text';
import { useModel } from '../model/model-provider';
import { useVerdict } from './use-verdict';
import classes from './verdict-control.module.css';

export interface VerdictControlProps {
  readonly recognition: Recognition;
  /** @param recognition as it is now */
  readonly onJudged: (recognition: Recognition) => void;
  /** The key `R` says "right". */
  readonly withShortcut?: boolean;
}

/** Lets a person say whether the answer is right, or what the picture really shows. */
export function VerdictControl({ recognition, onJudged, withShortcut = false }: VerdictControlProps) {
  const text = useText().verdict;
  const { state } = useModel();
  const { judge, pending } = useVerdict(recognition, onJudged);
  const { prediction, verdict } = recognition;
  const classNames = state.kind === 'ready' ? state.manifest.classNames : [prediction.className];
  const right = (): void => judge(prediction.className);
  const mayJudge = useMay()('verdicts:give');
  useShortcuts(withShortcut && mayJudge ? [{ keys: 'R', label: text.right, run: right }] : []);

  if (!mayJudge && verdict === null) return null;
  return (
    <div className={classes['verdict']} role="group" aria-label={text.question}>
      <p className={classes['words']} data-given={verdict !== null || undefined}>
        {verdict === null
          ? text.question
          : verdict.className === prediction.className
            ? text.saidRight(verdict.author)
            : text.saidOther(verdict.className, verdict.author)}
      </p>
      {mayJudge && (
        <div className={classes['choices']}>
          {verdict === null ? (
            <Button size="xs" variant="light" leftSection={<CheckIcon size={16} />} loading={pending} onClick={right}>
              {text.right}
            </Button>
          ) : (
            <Button size="xs" variant="default" loading={pending} onClick={() => judge(null)}>
              {text.takeBack}
            </Button>
          )}
          <Select
            size="xs"
            className={classes['other'] ?? ''}
            aria-label={text.other}
            placeholder={text.wrong}
            data={classNames}
            value={verdict === null || verdict.className === prediction.className ? null : verdict.className}
            onChange={(className) => {
              if (className !== null) judge(className);
            }}
            allowDeselect={false}
            nothingFoundMessage={text.nothing}
            disabled={pending}
            searchable
          />
        </div>
      )}
      <p className={classes['hint']}>{verdict === null ? '' : text.learns}</p>
    </div>
  );
}
