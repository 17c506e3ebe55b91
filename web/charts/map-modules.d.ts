/** Made by web/vite.config.ts from draw-maps.ts. */
declare module 'map:*' {
  import type { Drawn } from './draw-maps.ts';

  export const drawn: Drawn;
}
