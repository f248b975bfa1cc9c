'use client';

import { verticalOfModel, type Schedule } from '@lintel/contracts';
import { Moment, TrashIcon, useLanguage } from '@lintel/ui';
import { ActionIcon, Button, Switch } from '@mantine/core';
import Link from 'next/link';
import { Permitted } from '../access/permitted';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { cronWords } from './cron-words';
import { NextRuns } from './next-runs';
import { useScheduleName } from './schedule-name';
import classes from './schedules.module.css';

export interface ScheduleRowProps {
  readonly schedule: Schedule;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly onEnable: (enabled: boolean) => void;
}

export function ScheduleRow({ schedule, onEdit, onRemove, onEnable }: ScheduleRowProps) {
  const text = useText();
  const { locale } = useLanguage();
  const { kind, modelName, cron, timeZone, enabled, nextRuns } = schedule;
  const name = useScheduleName()(schedule);
  const [next] = nextRuns;
  return (
    <li className={classes['row']} data-off={!enabled || undefined}>
      <div className={classes['what']}>
        <h2 className={classes['name']}>{name}</h2>
        <p>{`${text.general.jobKind[kind]} · ${modelName}`}</p>
        <p>
          {cronWords(cron, text.schedules.cron, locale) ?? cron} ({timeZone})
        </p>
      </div>
      <div className={classes['when']}>
        {next === undefined ? (
          <p>{enabled ? text.schedules.neverDue : text.schedules.off}</p>
        ) : (
          <details>
            <summary>
              {text.schedules.next} <Moment iso={next} />
            </summary>
            <NextRuns runs={nextRuns} timeZone={timeZone} />
          </details>
        )}
        <LastRun schedule={schedule} />
      </div>
      <Permitted permission="jobs:run" vertical={verticalOfModel(modelName)}>
        <div className={classes['buttons']}>
          <Switch
            aria-label={text.schedules.enabledOf(name)}
            checked={enabled}
            onChange={({ currentTarget: { checked } }) => onEnable(checked)}
          />
          <Button size="xs" variant="default" onClick={onEdit}>
            {text.general.edit}
          </Button>
          <ActionIcon variant="default" size={30} aria-label={text.schedules.removeOf(name)} onClick={onRemove}>
            <TrashIcon size={17} />
          </ActionIcon>
        </div>
      </Permitted>
    </li>
  );
}

function LastRun({ schedule: { lastRunAt, lastJobId, lastOutcome } }: { readonly schedule: Schedule }) {
  const text = useText().schedules;
  if (lastRunAt === null || lastOutcome === null) return <p>{text.neverRun}</p>;
  const words = (
    <>
      {text.outcomes[lastOutcome]} <Moment iso={lastRunAt} />
    </>
  );
  return <p>{lastJobId === null ? words : <Link href={addressOf.job(lastJobId)}>{words}</Link>}</p>;
}
