'use client';

import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import {
  createContext,
  use,
  useCallback,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import { useUiMessages } from '../language/language-provider';
import {
  currentPerson,
  LONGEST_NAME,
  personAtBuild,
  rememberPerson,
  subscribeToPerson,
  tidyName,
} from './person-store';

export interface Person {
  /** Who sits here, by their own word; empty where nobody has said it. */
  readonly name: string;
  readonly rename: (name: string) => void;
  /** The name, asked for where it isn't known yet; null where the person would rather not say it. */
  readonly ask: () => Promise<string | null>;
}

const PersonContext = createContext<Person | null>(null);

/** Knows who does things here. While there is no sign-in, a person says so, once in a browser. */
export function PersonProvider({ children }: { readonly children: ReactNode }) {
  const name = useSyncExternalStore(subscribeToPerson, currentPerson, personAtBuild);
  const [asking, setAsking] = useState(false);
  const waiting = useRef<((name: string | null) => void)[]>([]);

  const ask = useCallback((): Promise<string | null> => {
    const known = currentPerson();
    if (known !== '') return Promise.resolve(known);
    setAsking(true);
    return new Promise((resolve) => waiting.current.push(resolve));
  }, []);
  const answer = (given: string | null): void => {
    if (given !== null) rememberPerson(given);
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(given === null ? null : tidyName(given));
  };

  const person = useMemo(() => ({ name, rename: rememberPerson, ask }), [name, ask]);
  return (
    <PersonContext value={person}>
      {children}
      <NameQuestion opened={asking} onAnswer={answer} />
    </PersonContext>
  );
}

export function usePerson(): Person {
  const person = use(PersonContext);
  if (person === null) throw new Error('usePerson needs a UiProvider above it.');
  return person;
}

interface NameQuestionProps {
  readonly opened: boolean;
  readonly onAnswer: (name: string | null) => void;
}

function NameQuestion({ opened, onAnswer }: NameQuestionProps) {
  const text = useUiMessages().person;
  const [draft, setDraft] = useState('');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (tidyName(draft) !== '') onAnswer(draft);
  };
  return (
    <Modal opened={opened} onClose={() => onAnswer(null)} title={text.question} centered zIndex={400}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={text.name}
            description={text.why}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            maxLength={LONGEST_NAME}
            autoComplete="name"
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onAnswer(null)}>
              {text.cancel}
            </Button>
            <Button type="submit" disabled={tidyName(draft) === ''}>
              {text.goOn}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
