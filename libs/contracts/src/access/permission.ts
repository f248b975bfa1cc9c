import { z } from 'zod';
import { PERMISSIONS, ROLES } from './role';

export const permissionSchema = z.enum(PERMISSIONS);
export const roleSchema = z.enum(ROLES);
