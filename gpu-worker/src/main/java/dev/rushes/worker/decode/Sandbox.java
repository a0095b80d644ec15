// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.decode;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts FFmpeg children in the narrowest cage this machine offers: resource limits through prlimit, and with bubblewrap
 * also no network, no other processes and no files but those named. Safe for use by several threads.
 */
public final class Sandbox {

    /** Where children read from: nothing. */
    static final File NOTHING = new File("/dev/null");

    private static final List<Path> PROGRAM_FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));

    /** System folders with the shared libraries FFmpeg is linked to. */
    private static final List<String> LIBRARY_FOLDERS = List.of("/lib", "/lib64", "/lib32", "/bin");

    /** Longest time bwrap takes to build a cage on a busy machine; measured: 12 ms on an idle one. */
    private static final Duration CAGE_BUILT = Duration.ofSeconds(2);

    private final @Nullable Path prlimit;
    private final @Nullable Path nice = find("nice");
    private final @Nullable Path setsid = find("setsid");
    private final @Nullable Path bubblewrap;
    private final String bubblewrapDetail;
    private final Map<String, Long> hardLimits;

    private Sandbox(@Nullable Path prlimit, @Nullable Path bubblewrap, String bubblewrapDetail) {
        this.prlimit = prlimit;
        this.bubblewrap = bubblewrap;
        this.bubblewrapDetail = bubblewrapDetail;
        this.hardLimits = readHardLimits();
    }

    /** Returns the best sandbox of this machine; runs a child once to see whether bubblewrap really works here. */
    public static Sandbox detect() {
        Path prlimit = find("prlimit");
        Path bubblewrap = find("bwrap");
        if (bubblewrap == null) {
            return new Sandbox(prlimit, null, "bwrap is not installed (Debian and Ubuntu: apt install bubblewrap)");
        }
        var candidate = new Sandbox(prlimit, bubblewrap, "network, processes and files are separated");
        String failure = candidate.tryOut();
        return failure == null
                ? candidate
                : new Sandbox(prlimit, null, "bwrap is installed but does not work here: " + failure);
    }

    /**
     * Returns the sandbox that {@link #detect} returns where bubblewrap works, without running a child to see. Where it is
     * installed and does not work no child starts: a file that is refused then is to be looked at again with the other. Where it is not
     * installed children are limited and not caged, as with the other.
     */
    public static Sandbox presume() {
        return new Sandbox(find("prlimit"), find("bwrap"), "not tried out");
    }

    /** Returns a sandbox that sets resource limits only, as on a machine without bubblewrap. */
    public static Sandbox limitsOnly() {
        return new Sandbox(find("prlimit"), null, "not asked for");
    }

    /** Returns whether children are separated from network, processes and other files. */
    public boolean isSeparating() {
        return bubblewrap != null;
    }

    /** Returns whether the kernel limits memory and processor time of children. */
    public boolean isLimiting() {
        return prlimit != null;
    }

    /** Returns in words why children are separated or why not. */
    public String separationDetail() {
        return bubblewrapDetail;
    }

    /** Returns an empty command for one ffmpeg child. */
    public SandboxCommand ffmpeg(Limits limits) {
        return new SandboxCommand(this, Ffmpeg.ffmpeg(), limits);
    }

    /** Returns an empty command for one ffprobe child. */
    public SandboxCommand ffprobe(Limits limits) {
        return new SandboxCommand(this, Ffmpeg.ffprobe(), limits);
    }

    /**
     * Kills a child and everything in its cage, also while the cage is being built. A bwrap that is killed then leaves its
     * inner process behind, which waits for ever or runs on: so what is inside is killed first, and bwrap ends by itself.
     */
    void kill(Process child) {
        long patience = System.nanoTime() + CAGE_BUILT.toNanos();
        boolean interrupted = Thread.interrupted();
        while (child.isAlive()) {
            List<ProcessHandle> inside = child.descendants().toList();
            inside.forEach(ProcessHandle::destroyForcibly);
            if (bubblewrap == null || System.nanoTime() > patience) {
                child.destroyForcibly();
                break;
            }
            try {
                child.waitFor(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the whole command line of a child. */
    List<String> wrap(SandboxCommand command) {
        List<String> line = new ArrayList<>();
        if (setsid != null) {
            // Ctrl-C on a terminal reaches the worker alone, which ends its children whole.
            line.add(setsid.toString());
        }
        if (nice != null && command.isBackground()) {
            line.addAll(List.of(nice.toString(), "-n", "19"));
        }
        if (prlimit != null) {
            addLimits(line, prlimit, command.limits());
        }
        if (bubblewrap != null) {
            addCage(line, bubblewrap, command);
        }
        line.add(command.executable().toString());
        line.addAll(command.arguments());
        return line;
    }

    private void addLimits(List<String> line, Path program, Limits limits) {
        line.add(program.toString());
        line.add("--as=" + limit("Max address space", limits.addressSpaceBytes()));
        line.add("--cpu=" + limit("Max cpu time", limits.cpuSeconds()));
        line.add("--fsize=" + limit("Max file size", limits.fileBytes()));
        line.add("--nofile=" + limit("Max open files", 256));
        // Counts every thread of this user, so it can only stop a fork bomb, not a second child.
        line.add("--nproc=" + limit("Max processes", 8_192));
        line.add("--core=0");
        line.add("--");
    }

    /** An unprivileged process may not ask for more than its own hard limit. */
    private String limit(String name, long wanted) {
        long allowed = Math.min(wanted, hardLimits.getOrDefault(name, Limits.UNLIMITED));
        return allowed == Limits.UNLIMITED ? "unlimited" : Long.toString(allowed);
    }

    private static void addCage(List<String> line, Path program, SandboxCommand command) {
        line.addAll(List.of(program.toString(), "--unshare-all", "--die-with-parent", "--new-session"));
        // Root in the cage keeps only the right to read files of other owners, as it has outside.
        line.addAll(List.of("--cap-drop", "ALL", "--cap-add", "CAP_DAC_READ_SEARCH"));
        line.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String folder : LIBRARY_FOLDERS) {
            addSystemFolder(line, Path.of(folder));
        }
        line.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
        bind(line, "--ro-bind", Path.of(String.valueOf(command.executable().getParent())));
        command.readable().forEach(file -> bind(line, "--ro-bind", file));
        command.writable().forEach(folder -> bind(line, "--bind", folder));
        line.addAll(List.of("--chdir", "/", "--"));
    }

    /** Modern systems have /lib as a link into /usr; older ones have a folder. */
    private static void addSystemFolder(List<String> line, Path folder) {
        try {
            if (Files.isSymbolicLink(folder)) {
                line.addAll(List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
            } else if (Files.isDirectory(folder)) {
                bind(line, "--ro-bind", folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the link " + folder, e);
        }
    }

    private static void bind(List<String> line, String how, Path path) {
        line.addAll(List.of(how, path.toString(), path.toString()));
    }

    /** Runs "ffmpeg -version" inside; returns what went wrong, null if nothing did. */
    private @Nullable String tryOut() {
        try {
            Process process = ffmpeg(Limits.probing())
                    .add("-version")
                    .builder()
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readNBytes(2_000), StandardCharsets.UTF_8);
            process.getInputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill(process);
                return "it did not end within 20 s";
            }
            return said.startsWith("ffmpeg version")
                    ? null
                    : said.lines().findFirst().orElse("exit status " + process.exitValue());
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static @Nullable Path find(String program) {
        return PROGRAM_FOLDERS.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Long> readHardLimits() {
        Map<String, Long> limits = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                String[] columns = line.split(" {2,}");
                if (columns.length >= 3 && columns[2].matches("\\d+")) {
                    limits.put(columns[0], Long.parseLong(columns[2]));
                }
            }
        } catch (IOException e) {
            // No /proc: prlimit itself says so when a limit is too high.
            return Map.of();
        }
        return limits;
    }
}
