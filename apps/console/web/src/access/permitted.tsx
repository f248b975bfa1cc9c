'use client';

import { type Permission } from '@lintel/contracts';
import { useSession } from '@lintel/ui';
import { type ReactNode } from 'react';

export interface PermittedProps {
  readonly permission: Permission;
  /** Default: any vertical. */
  readonly vertical?: string;
  readonly children: ReactNode;
  /** Shown to people without the permission. Default: nothing. */
  readonly otherwise?: ReactNode;
}

/** Shows an action to people with the permission. The api enforces it; hiding the action only avoids refusals. */
export function Permitted({ permission, vertical, children, otherwise = null }: PermittedProps) {
  return useSession().may(permission, vertical) ? children : otherwise;
}
