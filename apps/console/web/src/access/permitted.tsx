'use client';

import { type Permission } from '@lintel/contracts';
import { useSession } from '@lintel/ui';
import { type ReactNode } from 'react';

export interface PermittedProps {
  readonly permission: Permission;
  /** Default: anywhere. */
  readonly vertical?: string;
  readonly children: ReactNode;
  /** What others see. Default: nothing. */
  readonly otherwise?: ReactNode;
}

/** Shows an action to those who may do it. The api judges by itself: this only spares people a refusal. */
export function Permitted({ permission, vertical, children, otherwise = null }: PermittedProps) {
  return useSession().may(permission, vertical) ? children : otherwise;
}
