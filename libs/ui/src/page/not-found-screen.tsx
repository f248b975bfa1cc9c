'use client';

import { Button } from '@mantine/core';
import { type AnchorHTMLAttributes, type FunctionComponent } from 'react';
import { useUiMessages } from '../language/language-provider';
import { StateMessage } from '../state/state-message';

export interface NotFoundScreenProps {
  /** Renders a link that the app's router follows. */
  readonly link: FunctionComponent<AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }>;
}

export function NotFoundScreen({ link }: NotFoundScreenProps) {
  const text = useUiMessages().notFound;
  return (
    <>
      <title>{`${text.title} · Lintel`}</title>
      <StateMessage
        kind="empty"
        title={text.title}
        actions={
          <Button component={link} href="/">
            {text.home}
          </Button>
        }
      >
        <p>{text.body}</p>
      </StateMessage>
    </>
  );
}
