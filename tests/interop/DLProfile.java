import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.RDFXMLDocumentFormat;
import org.semanticweb.owlapi.io.FileDocumentSource;
import org.semanticweb.owlapi.io.RDFParserMetaData;
import org.semanticweb.owlapi.model.MissingImportHandlingStrategy;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyLoaderConfiguration;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Says whether an ontology in RDF/XML lies within OWL 2 DL, as the OWL API judges it.
 *
 * Prints one line a violation, "violation TEXT", and one for each triple that is no part of an axiom,
 * "left over TEXT"; then "axioms N". Exits 0 when there is none of either, 1 when there is.
 * The ontology is parsed alone: nothing that lacks a declaration is guessed.
 */
public final class DLProfile {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntologyLoaderConfiguration alone = new OWLOntologyLoaderConfiguration()
            .setFollowRedirects(false)
            .setMissingImportHandlingStrategy(MissingImportHandlingStrategy.THROW_EXCEPTION);
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(
            new FileDocumentSource(new File(arguments[0]), new RDFXMLDocumentFormat()), alone);

        List<String> lines = new ArrayList<>();
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(ontology).getViolations()) {
            lines.add("violation " + oneLine(violation));
        }
        RDFParserMetaData about = (RDFParserMetaData) manager.getOntologyFormat(ontology).getOntologyLoaderMetaData();
        about.getUnparsedTriples().forEach(triple -> lines.add("left over " + oneLine(triple)));
        Collections.sort(lines);
        lines.forEach(System.out::println);
        System.out.println("axioms " + ontology.getAxiomCount());
        System.exit(lines.isEmpty() ? 0 : 1);
    }

    private static String oneLine(Object thing) {
        return thing.toString().replaceAll("\\s+", " ").trim();
    }
}
