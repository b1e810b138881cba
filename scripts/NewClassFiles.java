import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Gives the classes of a library that was compiled for Java 5 the form of Java 8, byte code unchanged:
/// the JVM keeps no older ones in its cache (`-XX:AOTCache`), and would load and verify them one by one
/// at every start. Takes a tenth off each command. Run by Launchers.java: `java NewClassFiles.java JAR`.
final class NewClassFiles {

    private static final int FIRST_WITH_STACK_MAPS = 50;

    public static void main(String[] arguments) throws Exception {
        var jar = Path.of(arguments[0]);
        var renewed = jar.resolveSibling(jar.getFileName() + ".new");
        try (var zip = new ZipFile(jar.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(renewed));
                var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            var resolver = ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver());
            var classes = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(resolver));
            for (var entry : Collections.list(zip.entries())) {
                var bytes = zip.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(".class")) {
                    bytes = renewed(classes, bytes);
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(bytes);
                out.closeEntry();
            }
        }
        Files.move(renewed, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] renewed(ClassFile classes, byte[] bytes) {
        var model = classes.parse(bytes);
        if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return bytes;
        }
        ClassTransform bodies = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
        return classes.transformClass(
                model,
                bodies.andThen((type, element) ->
                        type.with(element instanceof ClassFileVersion ? ClassFileVersion.of(52, 0) : element)));
    }
}
