'use client';

import { type SignInMethods } from '@lintel/contracts';
import { Button } from '@mantine/core';
import { KeyIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './entrance.module.css';

export interface ProviderLinkProps {
  readonly provider: NonNullable<SignInMethods['oidc']>;
  /** True if the page must stay as it is. */
  readonly newTab?: boolean;
}

/** Links to the identity provider, which returns to this address. */
export function ProviderLink({ provider: { name, address }, newTab = false }: ProviderLinkProps) {
  const text = useUiMessages().session;
  const { pathname, search, hash } = window.location;
  const query = new URLSearchParams({ returnTo: pathname + search + hash });
  return (
    <div>
      <Button
        component="a"
        href={`${address}?${query.toString()}`}
        variant="default"
        fullWidth
        leftSection={<KeyIcon size={18} />}
        {...(newTab ? { target: '_blank', rel: 'noopener' } : {})}
      >
        {text.signInWith(name)}
      </Button>
      {newTab && <p className={classes['small']}>{text.newTab}</p>}
    </div>
  );
}
