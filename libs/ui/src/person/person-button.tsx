'use client';

import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { PersonIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import shell from '../shell/app-shell.module.css';
import { usePerson } from './person-provider';
import { LONGEST_NAME } from './person-store';

/** Says who does things here, and lets the person change it. */
export function PersonButton() {
  const text = useUiMessages().person;
  const { name, rename } = usePerson();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState('');
  const shown = name === '' ? text.name : name;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    rename(draft);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          h={36}
          px={8}
          fw={500}
          maw={180}
          className={shell['tool']}
          aria-label={`${text.name}: ${name === '' ? text.unknown : name}`}
          leftSection={<PersonIcon />}
          onClick={() => {
            setDraft(name);
            setOpened((before) => !before);
          }}
        >
          <span className={shell['wideOnly']}>{shown}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={text.name}
              description={text.why}
              value={draft}
              onChange={(event) => setDraft(event.currentTarget.value)}
              maxLength={LONGEST_NAME}
              autoComplete="name"
              data-autofocus
            />
            <Button type="submit">{text.save}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
