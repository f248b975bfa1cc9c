import { type Permission } from '@lintel/contracts';
import { useSession } from '@lintel/ui';

const VERTICAL = 'ecommerce';

/** Whether the person may do something here. The api judges by itself: this only spares people a refusal. */
export function useMay(): (permission: Permission) => boolean {
  const { may } = useSession();
  return (permission) => may(permission, VERTICAL);
}
