import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Bookmark, X } from 'lucide-react';
import { useState } from 'react';
import type { SavedView } from '#contract/people.ts';
import { ApiError, api } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { TextField } from '../ui/field.tsx';
import { Popover } from '../ui/popover.tsx';
import { notify, notifyError } from '../ui/toast.tsx';
import { sameView, viewQuery } from './view-query.ts';

const viewsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['views', clientId],
    queryFn: async ({ signal }) => (await api.views(clientId, signal)).views,
  });

/** The row of views: those that come with the page, then those people saved, then a way to save what is on screen. */
export function SavedViews({
  page,
  clientId,
  builtIn,
  keys,
}: {
  page: string;
  clientId: string;
  builtIn: { name: string; query: Record<string, string> }[];
  /** The parts of the address that belong to a view. */
  keys: readonly string[];
}) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const search = useLocation().search as Record<string, string>;
  const { data: saved = [] } = useQuery(viewsQuery(clientId));
  const own = saved.filter((view) => view.page === page);
  const current = viewQuery(search, keys);
  const known = [...builtIn, ...own].some((view) => sameView(view.query, current));
  const open = (query: Record<string, string>) =>
    void navigate({
      to: '.',
      search: (({ client, from, to, compare }: Record<string, string>) => ({
        client,
        from,
        to,
        compare,
        // A view without a segment is one of all leads.
        segment: undefined,
        ...query,
      })) as never,
    });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['views', clientId] });
  const save = async (name: string, shared: boolean, query: Record<string, string>) => {
    await api.saveView({ client_id: clientId, page, name, shared, query });
    await refresh();
  };
  const remove = async (view: SavedView) => {
    try {
      await api.deleteView(view.id);
      await refresh();
      notify(`View “${view.name}” deleted`, { undo: () => void save(view.name, view.shared, view.query) });
    } catch (error) {
      notifyError('The view stays', error);
    }
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar-like row of toggles, not a part of a form. */}
      <div
        role="group"
        aria-label="Saved views"
        className="no-scrollbar -m-px flex items-center gap-0.5 overflow-x-auto p-px max-md:w-full"
      >
        {builtIn.map((view) => (
          <ViewButton key={view.name} on={sameView(view.query, current)} onClick={() => open(view.query)}>
            {view.name}
          </ViewButton>
        ))}
        {own.map((view) => {
          const on = sameView(view.query, current);
          return (
            <span key={view.id} className="flex items-center">
              <ViewButton on={on} onClick={() => open(view.query)}>
                {view.name}
              </ViewButton>
              {on && view.own && (
                <button
                  type="button"
                  aria-label={`Delete view ${view.name}`}
                  onClick={() => void remove(view)}
                  className="grid size-6 place-items-center rounded text-muted hover:bg-hover hover:text-ink coarse:size-9"
                >
                  <X className="size-3" />
                </button>
              )}
            </span>
          );
        })}
      </div>
      {!known && <SaveView onSave={(name, shared) => save(name, shared, current)} />}
    </>
  );
}

function ViewButton({ on, onClick, children }: { on: boolean; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={cn(
        'h-7 rounded-md px-2.5 text-xs font-medium whitespace-nowrap coarse:h-11',
        on ? 'bg-panel text-ink shadow-[0_0_0_1px_var(--line-strong)]' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}

function SaveView({ onSave }: { onSave: (name: string, shared: boolean) => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [error, setError] = useState('');
  const submit = async (form: FormData) => {
    const name = String(form.get('name') ?? '').trim();
    if (!name) return setError('A view needs a name');
    try {
      await onSave(name, form.get('shared') === 'on');
      setOpen(false);
      notify(`View “${name}” saved`);
    } catch (problem) {
      setError(
        problem instanceof ApiError ? (problem.fields[0]?.message ?? problem.message) : 'The view could not be saved',
      );
    }
  };
  return (
    <Popover
      title="Save this view"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setError('');
      }}
      className="w-64 p-3"
      trigger={
        <Button variant="ghost" icon={<Bookmark />}>
          Save view
        </Button>
      }
    >
      <form
        className="grid gap-2.5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <TextField label="Name" name="name" maxLength={80} autoComplete="off" error={error || undefined} />
        <label className="flex items-center gap-2 text-xs text-body">
          <input type="checkbox" name="shared" className="row-check" defaultChecked />
          Everyone at this client sees it
        </label>
        <Button type="submit" variant="primary">
          Save view
        </Button>
      </form>
    </Popover>
  );
}
