'use client';

import { type Alert } from '@lintel/contracts';
import { useAction, useNow, useUndo } from '@lintel/ui';
import { Button, Group, Menu, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useText } from '../language/text';
import { acknowledgeAlert, silenceAlert } from './alerts-api';
import { chosenMoment, SILENCE_HOURS, silencedUntil } from './silence';

const LONGEST_NOTE = 1_000;

export interface AlertActionsProps {
  readonly alert: Alert;
  readonly onChanged: () => void;
}

/** A person acknowledges an alert, or silences it for a while. */
export function AlertActions({ alert, onChanged }: AlertActionsProps) {
  const text = useText().alerts;
  const { run, pending } = useAction();
  const offerUndo = useUndo();
  const nowMs = useNow();
  const [asking, setAsking] = useState<'note' | 'moment' | null>(null);
  const silenced = alert.silencedUntil !== null && Date.parse(alert.silencedUntil) > nowMs;

  const silence = (until: string | null): void => {
    setAsking(null);
    void run(() => silenceAlert(alert.id, until), {
      ...(until === null ? { done: text.heardAgain } : {}),
      onDone: () => {
        onChanged();
        if (until === null) return;
        offerUndo({ id: alert.id, message: text.silenced, undo: () => silence(null) });
      },
    });
  };
  const acknowledge = (note: string): void => {
    setAsking(null);
    void run(() => acknowledgeAlert(alert.id, note), { done: text.acknowledged, onDone: onChanged });
  };

  return (
    <Group gap="xs">
      {silenced ? (
        <Button size="xs" variant="default" loading={pending} onClick={() => silence(null)}>
          {text.endSilence}
        </Button>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" loading={pending}>
              {text.silence}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {SILENCE_HOURS.map((hours) => (
              <Menu.Item key={hours} onClick={() => silence(silencedUntil(hours, Date.now()))}>
                {text.silenceFor[hours]}
              </Menu.Item>
            ))}
            <Menu.Item onClick={() => setAsking('moment')}>{text.silenceUntil}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Button size="xs" loading={pending} onClick={() => setAsking('note')}>
        {alert.state === 'acknowledged' ? text.changeNote : text.acknowledge}
      </Button>
      <NoteQuestion
        key={`note ${asking === 'note'}`}
        alert={alert}
        opened={asking === 'note'}
        onClose={() => setAsking(null)}
        onAnswer={acknowledge}
      />
      <MomentQuestion opened={asking === 'moment'} onClose={() => setAsking(null)} onAnswer={silence} />
    </Group>
  );
}

interface QuestionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onAnswer: (answer: string) => void;
}

function NoteQuestion({ alert, opened, onClose, onAnswer }: QuestionProps & { readonly alert: Alert }) {
  const { general, alerts: text } = useText();
  const [note, setNote] = useState(alert.note ?? '');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onAnswer(note);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={text.acknowledgeTitle} centered>
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={text.note}
            description={text.noteHint}
            autosize
            minRows={3}
            maxLength={LONGEST_NOTE}
            value={note}
            onChange={({ currentTarget: { value } }) => setNote(value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {general.cancel}
            </Button>
            <Button type="submit">{text.acknowledge}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function MomentQuestion({ opened, onClose, onAnswer }: QuestionProps) {
  const { general, alerts: text } = useText();
  const nowMs = useNow();
  const [local, setLocal] = useState('');
  const moment = chosenMoment(local, nowMs);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (moment !== null) onAnswer(moment);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={text.silenceUntil} centered>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            type="datetime-local"
            label={text.until}
            value={local}
            onChange={({ currentTarget: { value } }) => setLocal(value)}
            error={local !== '' && moment === null ? text.inThePast : null}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {general.cancel}
            </Button>
            <Button type="submit" disabled={moment === null}>
              {text.silence}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
