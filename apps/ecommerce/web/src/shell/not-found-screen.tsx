'use client';

import { StateMessage } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useText } from '../language/text';

export function NotFoundScreen() {
  const text = useText().notFound;
  return (
    <>
      <title>{`${text.title} · Lintel`}</title>
      <StateMessage
        kind="empty"
        title={text.title}
        actions={
          <Button component={Link} href="/">
            {text.home}
          </Button>
        }
      >
        <p>{text.body}</p>
      </StateMessage>
    </>
  );
}
