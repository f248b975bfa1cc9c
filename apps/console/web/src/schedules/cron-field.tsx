'use client';

import { useLanguage, useTroubleWriter } from '@lintel/ui';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { readCron } from './cron';
import { cronWords } from './cron-words';
import { NextRuns } from './next-runs';
import { fetchNextRuns } from './schedules-api';
import classes from './schedules.module.css';

const TYPING_MS = 350;
const PRESETS = {
  nightly: '0 3 * * *',
  weekly: '0 3 * * 0',
  monthly: '0 3 1 * *',
  hourly: '0 * * * *',
} as const;
const PRESET_NAMES = ['hourly', 'nightly', 'weekly', 'monthly'] as const;

export interface CronFieldProps {
  readonly cron: string;
  readonly timeZone: string;
  readonly onChange: (cron: string) => void;
}

/** A cron expression, its meaning in words, and its next runs. */
export function CronField({ cron, timeZone, onChange }: CronFieldProps) {
  const text = useText().schedules;
  const { locale } = useLanguage();
  const words = cronWords(cron, text.cron, locale);
  return (
    <Stack gap={8}>
      <TextInput
        label={text.cronLabel}
        description={text.cronHint}
        required
        maxLength={100}
        spellCheck={false}
        classNames={{ input: classes['cron'] ?? '' }}
        value={cron}
        onChange={({ currentTarget: { value } }) => onChange(value)}
        error={words === null ? text.cronWrong : null}
      />
      <Group gap={6}>
        {PRESET_NAMES.map((name) => (
          <Button key={name} size="compact-xs" variant="default" onClick={() => onChange(PRESETS[name])}>
            {text.presets[name]}
          </Button>
        ))}
      </Group>
      <div className={classes['reading']} role="status">
        <p className={classes['words']}>{words ?? '–'}</p>
        <Preview cron={cron} timeZone={timeZone} />
      </div>
    </Stack>
  );
}

function Preview({ cron, timeZone }: Omit<CronFieldProps, 'onChange'>) {
  const text = useText().schedules;
  const write = useTroubleWriter();
  const [typed] = useDebouncedValue(cron.trim(), TYPING_MS);
  const readable = readCron(typed) !== null;
  const { state } = useData({
    key: `${typed}/${timeZone}`,
    load: (signal) => (readable ? fetchNextRuns(typed, timeZone, signal) : Promise.resolve([])),
    watch: { tables: [] },
  });
  if (state.kind === 'failed') return <p className={classes['wrong']}>{write(state.trouble).title}</p>;
  if (state.kind === 'loading' || !readable) return null;
  return state.value.length === 0 ? <p>{text.neverDue}</p> : <NextRuns runs={state.value} timeZone={timeZone} />;
}
