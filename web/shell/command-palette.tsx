import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { CornerDownLeft, Search } from 'lucide-react';
import { useState } from 'react';
import { Kbd } from '../ui/kbd.tsx';
import { type PaletteGroup, type PaletteItem, usePaletteGroups } from './palette-items.ts';

const hint = 'Search leads, or type a command';

/** ⌘K: every page, action, client and finding, and the leads by name, e-mail or phone. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-(--scrim) transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center px-3 pt-[13vh]">
          <Dialog.Popup
            aria-label="Command palette"
            className="flex max-h-[min(34rem,72dvh)] w-full max-w-[620px] flex-col overflow-hidden rounded-xl border border-line-strong bg-raised shadow-(--shadow-popup) outline-none"
          >
            <Palette close={() => onOpenChange(false)} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const { groups, searching } = usePaletteGroups(text);
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      value={text}
      onValueChange={setText}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={(item: PaletteItem) => item.value}
    >
      <Autocomplete.InputGroup className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search className="size-4 shrink-0 text-muted" aria-hidden />
        <Autocomplete.Input
          aria-label="Search commands and leads"
          placeholder={hint}
          className="h-full flex-1 bg-transparent text-base text-ink outline-none placeholder:text-muted"
        />
        <Kbd>Esc</Kbd>
      </Autocomplete.InputGroup>
      <Dialog.Close className="sr-only">Close command palette</Dialog.Close>
      <div className="min-h-0 flex-1 overflow-y-auto p-1.5 [scroll-padding-block:6px]">
        <Autocomplete.Empty>
          <div className="px-3 py-8 text-center text-sm text-muted">
            {searching ? 'Searching leads…' : 'Nothing found. Try a name, a whole e-mail or a phone number.'}
          </div>
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: PaletteGroup) => (
            <Autocomplete.Group key={group.value} items={group.items} className="mb-1">
              <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-2xs font-medium text-muted">
                {group.value}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(item: PaletteItem) => (
                  <Autocomplete.Item
                    key={item.value}
                    value={item}
                    onClick={() => {
                      close();
                      item.run();
                    }}
                    className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm text-body outline-none select-none data-highlighted:bg-accent-soft data-highlighted:text-ink coarse:h-11"
                  >
                    <item.icon className="size-4 shrink-0 text-muted" aria-hidden />
                    <span className="truncate">{item.label}</span>
                    <span className="num ml-auto flex shrink-0 items-center gap-1 text-xs text-muted">
                      {item.hint}
                      {item.keys?.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
      <div className="flex h-9 shrink-0 items-center gap-4 border-t border-line bg-sunken px-4 text-2xs text-muted">
        <span className="flex items-center gap-1">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> move
        </span>
        <span className="flex items-center gap-1">
          <Kbd>
            <CornerDownLeft className="size-2.5" />
          </Kbd>{' '}
          open
        </span>
        <span className="ml-auto">Personal data stays masked in search</span>
      </div>
    </Autocomplete.Root>
  );
}
